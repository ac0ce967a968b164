package io.millrace.benchmarks.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoresTest {
    private static final List<String> WHERE = List.of("grep", "Cpus_allowed_list", "/proc/self/status");

    /** Of the fields of a thread's {@code stat} after its name. */
    private static final int NICENESS = 16;

    private final Cores cores = Cores.ofMachine();

    @Test
    void aProcessThatMayRunOnBothCoresDoesNotStayOnTheOneOfItsStarter() throws IOException {
        assumeTrue(cores.pinned(), "processes cannot be pinned here");

        assertThat(output(cores.on(Cores.BROKER, WHERE))).endsWith("\t0");
        assertThat(output(cores.on(Cores.BROKER, cores.onBoth(WHERE)))).endsWith("\t0-1");
    }

    @Test
    void whatCompilesForTheRigComesBeforeWhatCompilesForOthers(@TempDir Path home) throws Exception {
        assumeTrue(cores.pinned(), "processes cannot be pinned here");

        try (ChildJvm rig = start("rig", home);
                ChildJvm other = start("other", home)) {
            cores.separate(new CpuClock(rig.pid(), /* pinned= */ true));

            assertThat(niceness(rig)).isNotEmpty().containsOnly(5);
            assertThat(niceness(other)).isNotEmpty().containsOnly(15);
        }
    }

    @Test
    void aMachineThatCannotPinStartsTheCommandAsItIs() {
        assertThat(Cores.ALL.on(Cores.RIG, WHERE)).isEqualTo(WHERE);
        assertThat(Cores.ALL.onBoth(WHERE)).isEqualTo(WHERE);
    }

    private static String output(List<String> command) throws IOException {
        return new String(new ProcessBuilder(command).start().getInputStream().readAllBytes(), UTF_8).strip();
    }

    private static ChildJvm start(String name, Path home) throws IOException, InterruptedException {
        ChildJvm child = ChildJvm.start(
                new ChildJvm.Program(name, Waiting.class, List.of(), List.of()),
                new ChildJvm.Place(command -> command, home));
        child.await(Waiting.READY, Duration.ofMinutes(1));
        return child;
    }

    /** Of each thread that compiles; a thread that ends meanwhile has none. */
    private static List<Integer> niceness(ChildJvm child) throws IOException {
        List<Integer> found = new ArrayList<>();
        for (Path thread : new CpuClock(child.pid(), /* pinned= */ true).compilers()) {
            if (Files.exists(thread)) {
                String stat = Files.readString(thread.resolve("stat"));
                String[] fields =
                        stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ", -1);
                found.add(Integer.parseInt(fields[NICENESS]));
            }
        }
        return found;
    }

    /** Says that it runs, and ends with its standard input. */
    static final class Waiting {
        private static final String READY = "ready";

        private Waiting() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println(READY + " " + ProcessHandle.current().pid());
            RigRun.awaitEnd(System.in);
        }
    }
}
