package io.millrace.benchmarks.report;

/**
 * A median with its 95 % interval.
 *
 * @param median NaN if there were no values
 * @param low lower end, NaN if there were too few values for an interval
 * @param high upper end, NaN if there were too few values for an interval
 */
public record Estimate(double median, double low, double high) {
    /** What nothing was measured for. */
    static final Estimate NONE = new Estimate(Double.NaN, Double.NaN, Double.NaN);

    /** Whether anything was measured. */
    public boolean exists() {
        return !Double.isNaN(median);
    }

    /** Whether there is an interval. */
    public boolean hasInterval() {
        return !Double.isNaN(low);
    }
}
