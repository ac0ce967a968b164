package io.millrace.benchmarks.report;

import java.util.List;

/**
 * A comparison that was measured. The estimate is the median of the ratios of the rounds, not the ratio of the medians:
 * what slowed a whole round down slowed both of its sides.
 *
 * @param rounds the rounds that counted for every cell of the comparison
 */
public record Ratio(Comparison comparison, Measure measure, Estimate estimate, List<RoundRatio> rounds) {
    /** The ratio within one round. */
    public record RoundRatio(int number, double value) {}

    public Ratio {
        rounds = List.copyOf(rounds);
    }
}
