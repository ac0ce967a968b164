package io.millrace.benchmarks.report;

import java.util.List;

/**
 * How latencies are distributed.
 *
 * @param count latencies recorded
 * @param points ascending; the last is the largest latency, at 100 %
 */
public record Percentiles(long count, List<Point> points) {
    /** So many percent of the latencies were at most that many milliseconds. */
    public record Point(double percent, double millis) {}

    public Percentiles {
        points = List.copyOf(points);
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
