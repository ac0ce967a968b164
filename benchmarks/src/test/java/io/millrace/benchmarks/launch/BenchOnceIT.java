package io.millrace.benchmarks.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.flow.Rig;
import io.millrace.benchmarks.flow.Workload;
import io.millrace.benchmarks.flow.Workloads;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.launch.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchOnceIT {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path home;

    @Test
    void everyBenchmarkRunsAndPassesTheGate() {
        Console console = new Console(
                new PrintStream(out, /* autoFlush= */ true, UTF_8),
                new PrintStream(err, /* autoFlush= */ true, UTF_8),
                /* terminal= */ false);
        int code = Main.commands(console, new Home(home)).execute("bench", "once");
        assertThat(code).as("%s", err.toString(UTF_8)).isZero();
        assertThat(out.toString(UTF_8)).contains(kinds());
    }

    /** Whether a figure counts depends on who else uses the machine; that there is one does not. */
    private static List<String> kinds() {
        List<String> kinds = new ArrayList<>(List.of("latency in ms", "W1/ours: 280 events/s, 440 for 1.00 s"));
        Workload first = Workloads.all().get(0);
        for (Rig rig : Rigs.all()) {
            if (rig.carries(first)) {
                kinds.add(first.name() + "/" + rig.name() + " ");
            }
        }
        for (Workload workload : Workloads.all()) {
            kinds.add(workload.name() + "/ours ");
        }
        return kinds;
    }
}
