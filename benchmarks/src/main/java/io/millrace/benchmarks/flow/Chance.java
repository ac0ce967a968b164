package io.millrace.benchmarks.flow;

import java.util.SplittableRandom;

/** Random numbers that are a function of the workload and the event's index alone. */
final class Chance {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;

    Chance(String workload) {
        this.seed = workload.hashCode() * GOLDEN;
    }

    SplittableRandom of(int index) {
        return new SplittableRandom(seed ^ (index * GOLDEN));
    }
}
