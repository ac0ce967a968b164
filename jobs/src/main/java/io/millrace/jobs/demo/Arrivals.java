package io.millrace.jobs.demo;

import java.util.SplittableRandom;

/**
 * The intended send time of every event of a load, fixed before it starts: a Poisson process, scaled so that the last
 * event is due after exactly {@code events / rate} seconds. Latency is measured from these times and not from when an
 * event was really sent, so that a stall counts against every event that it delayed.
 */
final class Arrivals {
    private final long[] offsetNanos;

    private Arrivals(long[] offsetNanos) {
        this.offsetNanos = offsetNanos;
    }

    /** Arrivals at random, {@code perSecond} of them on average. */
    static Arrivals poisson(int events, double perSecond, long seed) {
        if (events < 1 || !(perSecond > 0)) {
            throw new IllegalArgumentException(
                    "load has no rate: events=" + events + ", at least 1, rate=" + perSecond + ", more than 0");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] arrival = new double[events];
        double sum = 0;
        for (int i = 0; i < events; i++) {
            sum -= Math.log(1 - random.nextDouble());
            arrival[i] = sum;
        }
        double scale = events / perSecond * 1e9 / sum;
        long[] offsets = new long[events];
        for (int i = 0; i < events; i++) {
            offsets[i] = Math.round(arrival[i] * scale);
        }
        return new Arrivals(offsets);
    }

    int size() {
        return offsetNanos.length;
    }

    /** Nanoseconds from the start of the load until an event is due. */
    long offsetNanos(int number) {
        return offsetNanos[number];
    }
}
