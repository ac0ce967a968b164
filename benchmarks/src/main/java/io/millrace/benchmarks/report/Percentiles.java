package io.millrace.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How latencies are distributed.
 *
 * @param count latencies recorded
 * @param points ascending; the last is the largest latency, at 100 %
 */
public record Percentiles(long count, List<Point> points) {
    /** So many percent of the latencies were at most that many milliseconds. */
    public record Point(double percent, double millis) {}

    private static final double[] REPORTED = {50, 90, 95, 99, 99.9, 100};

    public Percentiles {
        points = List.copyOf(points);
    }

    /** The percentiles of a histogram of microseconds; none if it is empty. */
    public static Percentiles of(Histogram micros) {
        List<Point> points = new ArrayList<>();
        if (micros.getTotalCount() > 0) {
            for (double percent : REPORTED) {
                points.add(new Point(percent, micros.getValueAtPercentile(percent) / 1_000.0));
            }
        }
        return new Percentiles(micros.getTotalCount(), points);
    }

    /** The latency at one of the points, NaN if there is no such point. */
    public double millis(double percent) {
        return points.stream()
                .filter(point -> point.percent() == percent)
                .mapToDouble(Point::millis)
                .findFirst()
                .orElse(Double.NaN);
    }
}
