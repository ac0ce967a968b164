package io.millrace.benchmarks.latency;

import org.HdrHistogram.Histogram;

/** Latencies as microseconds with three digits. */
final class Micros {
    private static final int DIGITS = 3;

    private Micros() {}

    /** An empty histogram that grows with its largest value. */
    static Histogram histogram() {
        return new Histogram(DIGITS);
    }

    /** A clock that steps back makes no latency smaller than nothing. */
    static long of(long nanos) {
        return Math.max(0, nanos / 1_000);
    }
}
