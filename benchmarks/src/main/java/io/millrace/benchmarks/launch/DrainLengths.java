package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.Pace;
import io.millrace.benchmarks.flow.Runner;
import io.millrace.jobs.launch.WrongUse;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long each rig drains its topic: what every command that measures drained rigs asks for. */
final class DrainLengths {
    private static final int ATTEMPTS = 3;

    @Mixin
    private final Lengths lengths;

    @Option(
            names = "--compile",
            paramLabel = "N",
            description =
                    "seconds after the warm-up at most in which a rig's compiler has a core for itself until it has"
                            + " little to do (default: ${DEFAULT-VALUE})")
    private int compile;

    @Option(
            names = "--events",
            paramLabel = "N",
            description = "events in the topic at first (default: what the workload says)")
    private int events;

    /** Takes the defaults, in seconds. */
    DrainLengths(int warmUp, int compile, int seconds) {
        this.lengths = new Lengths(warmUp, seconds);
        this.compile = compile;
    }

    /**
     * What a runner is told.
     *
     * @throws WrongUse if there is no time to measure in, or a number is negative
     */
    Runner.Size size() {
        if (compile < 0 || events < 0) {
            throw new WrongUse(
                    "neither can be negative: compile=" + compile + ", at least 0, events=" + events + ", at least 0");
        }
        Pace pace = lengths.pace(Duration.ofSeconds(compile));
        return new Runner.Size(events, pace, ATTEMPTS);
    }

    /** As they are given on a command line. */
    String arguments() {
        return lengths.arguments() + " --compile " + compile + (events == 0 ? "" : " --events " + events);
    }
}
