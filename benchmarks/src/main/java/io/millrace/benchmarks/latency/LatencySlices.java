package io.millrace.benchmarks.latency;

import io.millrace.benchmarks.report.BurstResult.Point;
import io.millrace.jobs.load.Arrivals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The latencies of one load by the slice of time in which an event was due. A slice is complete only when all its events
 * are answered, so the points are for after the load. Safe for use by several threads.
 */
public final class LatencySlices implements Latencies {
    private static final double NANOS = 1e9;

    private final Arrivals arrivals;
    private final long sliceNanos;
    private final Histogram[] micros;

    /** Slices of a length, from the start of the load to its last arrival. */
    public LatencySlices(Arrivals arrivals, Duration slice) {
        this.arrivals = arrivals;
        this.sliceNanos = slice.toNanos();
        this.micros = new Histogram[1 + slice(arrivals.offsetNanos(arrivals.size() - 1))];
        Arrays.setAll(micros, i -> Micros.histogram());
    }

    @Override
    public synchronized void record(long dueNanos, long latencyNanos) {
        micros[slice(dueNanos)].recordValue(Micros.of(latencyNanos));
    }

    /** Every slice in which something was due and answered. */
    public synchronized List<Point> points() {
        long[] due = new long[micros.length];
        for (int number = 0; number < arrivals.size(); number++) {
            due[slice(arrivals.offsetNanos(number))]++;
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < micros.length; i++) {
            if (micros[i].getTotalCount() > 0) {
                double length =
                        Math.min(sliceNanos, arrivals.offsetNanos(arrivals.size() - 1) - i * sliceNanos) / NANOS;
                points.add(new Point((i + 1) * sliceNanos / NANOS, due[i] / length, millis(i, 50), millis(i, 95)));
            }
        }
        return points;
    }

    /** The latency in milliseconds that so many percent of the events that were due between two times had at most. */
    public synchronized double millis(Duration from, Duration until, double percent) {
        Histogram sum = Micros.histogram();
        for (int i = (int) (from.toNanos() / sliceNanos);
                i < Math.min(micros.length, until.toNanos() / sliceNanos);
                i++) {
            sum.add(micros[i]);
        }
        return sum.getTotalCount() == 0 ? Double.NaN : sum.getValueAtPercentile(percent) / 1_000.0;
    }

    private double millis(int slice, double percent) {
        return micros[slice].getValueAtPercentile(percent) / 1_000.0;
    }

    /** An event that is due when a slice ends belongs to that slice. */
    private int slice(long dueNanos) {
        return (int) (Math.max(0, dueNanos - 1) / sliceNanos);
    }
}
