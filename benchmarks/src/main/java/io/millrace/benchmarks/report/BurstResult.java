package io.millrace.benchmarks.report;

import java.util.List;

/**
 * How the latency followed a burst, and how soon it was back.
 *
 * @param verdict whether the run counts
 */
public record BurstResult(Cell cell, Phase burst, Recovery recovery, Verdict verdict, List<Point> points) {
    /** Slices of time for which the latency must stay what it was before, or it is not back. */
    private static final int STAYS = 5;

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
     * @param p95Before the highest p95 of a slice of time before the burst, in milliseconds
     * @param seconds time from the end of the burst until the p95 was at most that and stayed so, NaN if it never did
     * @param goal longest time that is promised, or NaN
     */
    public record Recovery(double p95Before, double seconds, double goal) {
        /**
         * The time until the end of the first slice after the burst whose p95 is what it was before, as it is in those
         * that follow, five in all or to the end.
         *
         * @param steadyFrom second from which on the time before the burst is looked at
         */
        public static Recovery of(Phase burst, double steadyFrom, List<Point> points, double goal) {
            double before = points.stream()
                    .filter(point -> point.second() > steadyFrom && point.second() <= burst.from())
                    .mapToDouble(Point::p95)
                    .max()
                    .orElse(Double.NaN);
            List<Point> after = points.stream()
                    .filter(point -> point.second() > burst.until())
                    .toList();
            for (int i = 0; i < after.size(); i++) {
                List<Point> stay = after.subList(i, Math.min(after.size(), i + STAYS));
                if (stay.stream().allMatch(point -> point.p95() <= before)) {
                    return new Recovery(before, after.get(i).second() - burst.until(), goal);
                }
            }
            return new Recovery(before, Double.NaN, goal);
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
