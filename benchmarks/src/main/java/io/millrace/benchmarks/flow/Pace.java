package io.millrace.benchmarks.flow;

import java.time.Duration;

/**
 * How long something runs.
 *
 * @param warmUp left out
 * @param compiling how long the compiler of a drained rig may have a core for itself after that, until it has little to
 *     do; left out too
 */
public record Pace(Duration warmUp, Duration compiling, Duration measured) {

    /** For what is measured whether it is compiled or not. */
    public Pace(Duration warmUp, Duration measured) {
        this(warmUp, Duration.ZERO, measured);
    }
}
