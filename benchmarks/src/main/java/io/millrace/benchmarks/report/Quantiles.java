package io.millrace.benchmarks.report;

import java.util.Arrays;

/** Quantiles of few values, interpolated between neighbours (type 7 of Hyndman and Fan). */
public final class Quantiles {
    private Quantiles() {}

    /** The median of at least one value, in any order. */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted(sorted, 0.5);
    }

    /** A quantile of ascending values. */
    static double sorted(double[] ascending, double share) {
        double position = share * (ascending.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, ascending.length - 1);
        return ascending[below] + (position - below) * (ascending[above] - ascending[below]);
    }
}
