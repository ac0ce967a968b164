package io.millrace.benchmarks.plan;

import java.util.Comparator;
import java.util.List;

/** The trials between which one has to choose: for each, every other one is slower or has the higher latency. */
public final class Frontier {
    /** A p99 within a quarter of the best one is taken for as good. */
    private static final double AS_GOOD = 1.25;

    private Frontier() {}

    /** Those trials with a latency that no other one beats in both, the one with most throughput first. */
    public static List<Trial> of(List<Trial> trials) {
        return trials.stream()
                .filter(Trial::hasLatency)
                .filter(trial -> trials.stream().noneMatch(other -> beats(other, trial)))
                .sorted(Comparator.comparingDouble(Trial::eventsPerSecond).reversed())
                .toList();
    }

    /**
     * The one with most throughput among those whose latency is nearly the best.
     *
     * @throws IllegalArgumentException if no trial has a latency
     */
    public static Trial recommended(List<Trial> trials) {
        double best = trials.stream()
                .filter(Trial::hasLatency)
                .mapToDouble(Trial::p99Millis)
                .min()
                .orElseThrow(() -> new IllegalArgumentException("no trial has a latency: trials=" + trials.size()));
        return trials.stream()
                .filter(trial -> trial.p99Millis() <= AS_GOOD * best)
                .max(Comparator.comparingDouble(Trial::eventsPerSecond))
                .orElseThrow();
    }

    private static boolean beats(Trial other, Trial trial) {
        return other.hasLatency()
                && other.eventsPerSecond() >= trial.eventsPerSecond()
                && other.p99Millis() <= trial.p99Millis()
                && (other.eventsPerSecond() > trial.eventsPerSecond() || other.p99Millis() < trial.p99Millis());
    }
}
