package io.millrace.benchmarks.report;

import java.util.List;

/**
 * Latency from the intended send time of an event to the arrival of its prediction, at several offered loads.
 *
 * @param capacityPerSecond rate of the drain test that the loads are shares of
 */
public record LatencyResult(Cell cell, double capacityPerSecond, List<Load> loads) {
    /**
     * One open-loop run.
     *
     * @param offered events per second that were sent
     * @param arrivals how the sends were spaced
     * @param verdict whether the run counts
     */
    public record Load(double offered, Spacing arrivals, Percentiles latency, Verdict verdict) {}

    /** How sends are spaced. */
    public enum Spacing {
        /** At random, without memory. */
        POISSON,
        /** With equal gaps. */
        CONSTANT
    }

    public LatencyResult {
        loads = List.copyOf(loads);
    }

    /** A load as a share of the capacity. */
    public double share(Load load) {
        return load.offered() / capacityPerSecond;
    }
}
