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

/** A short form of {@code ./millrace bench once}, which continuous integration runs in full. */
final class BenchOnceIT {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path home;

    @Test
    void ourJobRunsBesideARivalAndPassesTheGate() {
        Console console = new Console(
                new PrintStream(out, /* autoFlush= */ true, UTF_8),
                new PrintStream(err, /* autoFlush= */ true, UTF_8),
                /* terminal= */ false);
        int code = Main.commands(console, new Home(home))
                .execute("bench", "once", "--workloads", "W2-frame", "--rigs", "ours,stack");
        assertThat(code).as("%s", err.toString(UTF_8)).isZero();
        // Whether a figure counts depends on who else uses the machine; that there is one does not.
        assertThat(out.toString(UTF_8))
                .contains("W2-frame/ours ", "W2-frame/stack ", "latency in ms", "280 events/s, 440 for 1.00 s");
    }
}
