package io.millrace.jobs.load;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The intended send time of every event of a load, fixed before it starts. The last event is due after exactly
 * {@code events / rate} seconds. Latency is measured from these times and not from when an event was really sent, so
 * that a stall counts against every event that it delayed.
 */
public final class Arrivals {
    private final long[] offsetNanos;

    private Arrivals(long[] offsetNanos) {
        this.offsetNanos = offsetNanos;
    }

    /** Arrivals at random without memory, a Poisson process, {@code perSecond} of them on average. */
    public static Arrivals poisson(int events, double perSecond, long seed) {
        requireRate(events, perSecond);
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

    /** Arrivals with equal gaps. */
    public static Arrivals constant(int events, double perSecond) {
        requireRate(events, perSecond);
        long[] offsets = new long[events];
        for (int i = 0; i < events; i++) {
            offsets[i] = Math.round((i + 1) / perSecond * 1e9);
        }
        return new Arrivals(offsets);
    }

    private static void requireRate(int events, double perSecond) {
        if (events < 1 || !(perSecond > 0)) {
            throw new IllegalArgumentException(
                    "load has no rate: events=" + events + ", at least 1, rate=" + perSecond + ", more than 0");
        }
    }

    /** These arrivals, and then others, from the last of these on. */
    public Arrivals then(Arrivals next) {
        long[] offsets = Arrays.copyOf(offsetNanos, size() + next.size());
        long start = offsetNanos[size() - 1];
        for (int i = 0; i < next.size(); i++) {
            offsets[size() + i] = start + next.offsetNanos[i];
        }
        return new Arrivals(offsets);
    }

    /** Events of the load. */
    public int size() {
        return offsetNanos.length;
    }

    /** Nanoseconds from the start of the load until an event is due. */
    public long offsetNanos(int number) {
        return offsetNanos[number];
    }
}
