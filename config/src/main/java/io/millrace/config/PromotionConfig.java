package io.millrace.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * How a candidate becomes champion.
 *
 * @param margin how much smaller the candidate's mean loss must be
 * @param alpha most that the chance of a wrong decision about a candidate may be
 * @param minLabels pairs of predictions with a label before which nothing is decided
 * @param automatic whether a candidate is promoted and rejected without a person; one that cannot run is withdrawn in any
 *     case
 * @param steps shares of the keys that a candidate serves, one after the other, before it becomes champion
 * @param giveUpAfter how long a candidate may be in test without a decision
 */
public record PromotionConfig(
        Gate gate,
        double margin,
        double alpha,
        int minLabels,
        boolean automatic,
        List<Double> steps,
        Step step,
        Duration giveUpAfter,
        Service service)
        implements Serializable {

    /** What a pipeline file that says nothing about promotion asks for. */
    public static final PromotionConfig DEFAULT = new PromotionConfig(
            Gate.PAIRED_SEQUENTIAL,
            0,
            0.05,
            500,
            true,
            List.of(0.01, 0.05, 0.25, 0.5),
            new Step(1000, Duration.ofMinutes(5)),
            Duration.ofDays(30),
            new Service(200, 0.01, 1.1, Duration.ofMillis(100), 0.25));

    /** What decides by labels. */
    public enum Gate {
        /** The anytime-valid test on pairs of predictions. */
        PAIRED_SEQUENTIAL,
        /** Nothing: a candidate only has to run well. */
        NONE
    }

    /**
     * How long a share of the keys is kept: until the candidate has served so many requests, or for so long if it has
     * served as many as are needed to judge it.
     */
    public record Step(int requests, Duration time) implements Serializable {}

    /**
     * The bounds on how a candidate runs.
     *
     * @param minRequests requests below which nothing is judged
     * @param maxErrorRate share of failed requests beyond which it is rolled back
     * @param maxSlowdown its 99th percentile of latency, as a multiple of the champion's
     * @param maxLatency its 99th percentile of latency
     * @param maxShift population stability index of its outputs against the champion's
     */
    public record Service(
            int minRequests, double maxErrorRate, double maxSlowdown, Duration maxLatency, double maxShift)
            implements Serializable {}

    public PromotionConfig {
        steps = List.copyOf(steps);
    }
}
