package io.millrace.benchmarks.report;

import java.util.List;

/** How the latency followed a burst, and how soon it was back. */
public record BurstResult(Cell cell, Phase burst, Recovery recovery, List<Point> points) {
    /**
     * The burst.
     *
     * @param from second at which the load went up
     * @param until second at which it went down again
     * @param steady events per second before and after
     * @param peak events per second within
     */
    public record Phase(double from, double until, double steady, double peak) {}

    /**
     * The way back.
     *
     * @param p95Before 95 % of the latencies before the burst were at most that many milliseconds
     * @param seconds time from the end of the burst until that held again, NaN if it never did
     * @param goal longest time that is promised, or NaN
     */
    public record Recovery(double p95Before, double seconds, double goal) {
        /** The time until the end of the first slice after the burst whose p95 is what it was before. */
        public static Recovery of(Phase burst, double p95Before, List<Point> points, double goal) {
            double end = points.stream()
                    .filter(point -> point.second() > burst.until() && point.p95() <= p95Before)
                    .mapToDouble(Point::second)
                    .min()
                    .orElse(Double.NaN);
            return new Recovery(p95Before, end - burst.until(), goal);
        }
    }

    /**
     * One slice of time.
     *
     * @param second its end, from the start of the run
     * @param offered events per second that were due
     * @param p50 latency in milliseconds of the events that were due in it
     * @param p95 the same
     */
    public record Point(double second, double offered, double p50, double p95) {}

    public BurstResult {
        points = List.copyOf(points);
    }
}
