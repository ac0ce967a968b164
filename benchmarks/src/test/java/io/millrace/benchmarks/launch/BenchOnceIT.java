package io.millrace.benchmarks.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.launch.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchOnceIT {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path home;

    @Test
    void everyRigCarriesAWorkload() {
        Console console = new Console(
                new PrintStream(out, /* autoFlush= */ true, UTF_8),
                new PrintStream(err, /* autoFlush= */ true, UTF_8),
                /* terminal= */ false);
        int code = Main.commands(console, new Home(home))
                .execute("bench", "once", "--events", "300", "--workloads", "W2-frame");
        assertThat(code).as("%s", err.toString(UTF_8)).isZero();
        assertThat(out.toString(UTF_8))
                .contains("W2-frame/ours", "W2-frame/forward", "W2-frame efficiency", "latency in ms");
    }
}
