package io.millrace.benchmarks.report;

import java.util.List;

/**
 * Latency from the intended send time of an event to the arrival of its prediction, at several offered loads.
 *
 * @param capacityPerSecond rate of the drain test that the loads are shares of
 * @param goals what is promised, may be empty
 */
public record LatencyResult(Cell cell, double capacityPerSecond, List<Load> loads, List<Goal> goals) {
    /**
     * One open-loop run.
     *
     * @param share what was sent, as a share of the capacity
     * @param parts what the latency is made of, in the order in which an event goes through them
     * @param verdict whether the run counts
     */
    public record Load(double share, Spacing spacing, Percentiles latency, List<Part> parts, Verdict verdict) {
        public Load {
            parts = List.copyOf(parts);
        }
    }

    /** A part of the way of an event. Percentiles of parts do not add up to those of the whole. */
    public record Part(String name, Percentiles latency) {}

    /** How the sends are spaced. */
    public enum Spacing {
        /** At random, without memory. */
        POISSON,
        /** With equal gaps. */
        CONSTANT
    }

    /** At a share of the capacity, so many percent of the latencies are at most that many milliseconds. */
    public record Goal(double share, double percent, double millis) {}

    public LatencyResult {
        if (!(capacityPerSecond > 0)) {
            throw new IllegalArgumentException("loads are shares of nothing: cell=" + cell + ", capacity-per-second="
                    + capacityPerSecond + ", more than 0");
        }
        loads = List.copyOf(loads);
        goals = List.copyOf(goals);
    }

    /** The latency that a goal speaks of, the largest over the loads that count; NaN if there is none. */
    double worst(Goal goal) {
        return loads.stream()
                .filter(load -> load.verdict().counted() && load.share() == goal.share())
                .mapToDouble(load -> load.latency().millis(goal.percent()))
                .max()
                .orElse(Double.NaN);
    }

    /** Events per second of a load. */
    public double offered(Load load) {
        return load.share() * capacityPerSecond;
    }
}
