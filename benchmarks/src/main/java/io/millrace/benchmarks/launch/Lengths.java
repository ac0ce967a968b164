package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.Pace;
import io.millrace.jobs.launch.WrongUse;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long each thing is measured, and what is left out before: what every command that measures several asks for. */
final class Lengths {
    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "seconds of each run before it is measured (default: ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "measured seconds of each run (default: ${DEFAULT-VALUE})")
    private int seconds;

    /** Takes the defaults, in seconds. */
    Lengths(int warmUp, int seconds) {
        this.warmUp = warmUp;
        this.seconds = seconds;
    }

    /**
     * With a time for the compiler alone between the two.
     *
     * @throws WrongUse if there is no time to measure in
     */
    Pace pace(Duration compiling) {
        if (seconds < 1 || warmUp < 1) {
            throw new WrongUse("there is nothing to measure: seconds=" + seconds + ", at least 1, warm-up=" + warmUp
                    + ", at least 1");
        }
        return new Pace(Duration.ofSeconds(warmUp), compiling, Duration.ofSeconds(seconds));
    }

    /** As they are given on a command line. */
    String arguments() {
        return "--warm-up " + warmUp + " --seconds " + seconds;
    }
}
