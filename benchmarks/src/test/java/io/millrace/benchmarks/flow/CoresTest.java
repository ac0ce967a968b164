package io.millrace.benchmarks.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoresTest {
    private static final List<String> WHERE = List.of("grep", "Cpus_allowed_list", "/proc/self/status");

    private final Cores cores = Cores.ofMachine();

    @Test
    void aProcessThatMayRunOnBothCoresDoesNotStayOnTheOneOfItsStarter() throws IOException {
        assumeTrue(cores.pinned(), "processes cannot be pinned here");

        assertThat(output(cores.on(Cores.BROKER, WHERE))).endsWith("\t0");
        assertThat(output(cores.on(Cores.BROKER, cores.onBoth(WHERE)))).endsWith("\t0-1");
    }

    @Test
    void aMachineThatCannotPinStartsTheCommandAsItIs() {
        assertThat(Cores.ALL.on(Cores.RIG, WHERE)).isEqualTo(WHERE);
        assertThat(Cores.ALL.onBoth(WHERE)).isEqualTo(WHERE);
    }

    private static String output(List<String> command) throws IOException {
        return new String(new ProcessBuilder(command).start().getInputStream().readAllBytes(), UTF_8).strip();
    }
}
