package io.millrace.benchmarks.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmarks.flow.Pace;
import io.millrace.benchmarks.flow.Runner;
import io.millrace.jobs.launch.WrongUse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

final class LengthsTest {

    @Command(name = "drain")
    private static final class Drain {
        @Mixin
        private final DrainLengths lengths = new DrainLengths(8, 60, 6);
    }

    @Test
    void hasTheDefaultsOfItsCommandAndSaysThem() {
        Drain drain = new Drain();
        CommandLine line = new CommandLine(drain).setUsageHelpWidth(200);
        line.parseArgs();
        assertThat(drain.lengths.size())
                .isEqualTo(new Runner.Size(
                        0, new Pace(Duration.ofSeconds(8), Duration.ofSeconds(60), Duration.ofSeconds(6)), 3));
        assertThat(line.getUsageMessage())
                .contains("before it is measured (default: 8)")
                .contains("little to do (default: 60)")
                .contains("measured seconds of each run (default: 6)");
    }

    @Test
    void repeatsWhatItWasGiven() {
        String[] given = {"--warm-up", "1", "--seconds", "2", "--compile", "3", "--events", "4"};
        Drain drain = new Drain();
        new CommandLine(drain).parseArgs(given);
        assertThat(drain.lengths.size())
                .isEqualTo(new Runner.Size(
                        4, new Pace(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(2)), 3));
        assertThat(drain.lengths.arguments()).isEqualTo(String.join(" ", given));
    }

    @Test
    void refusesToMeasureNothing() {
        refuses("seconds=0, at least 1", "--seconds", "0");
        refuses("warm-up=-1, at least 1", "--warm-up", "-1");
        refuses("compile=-1, at least 0", "--compile", "-1");
        refuses("events=-1, at least 0", "--events", "-1");
    }

    private static void refuses(String problem, String... arguments) {
        Drain drain = new Drain();
        new CommandLine(drain).parseArgs(arguments);
        assertThatThrownBy(drain.lengths::size).isInstanceOf(WrongUse.class).hasMessageContaining(problem);
    }
}
