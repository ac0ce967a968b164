package io.millrace.models.promote;

/**
 * What is known of the mean of values between 0 and 1 after so many of them: the state of the predictable plug-in
 * empirical-Bernstein confidence sequence (Waudby-Smith and Ramdas, "Estimating means of bounded random variables by
 * betting", theorem 2).
 *
 * <p>With x the values, m = (½ + Σ x) / (t + 1) and s² = (¼ + Σ (x - m)²) / (t + 1) as they were before each of them,
 * the weight of the t-th value is λ = min(√(2 ln(2/α) / (s² t ln(1 + t))), ½), and the mean lies within
 * Σ λx / Σ λ ± (ln(2/α) + Σ 4 (x - m)² ψ(λ)) / Σ λ, where ψ(λ) = (-ln(1 - λ) - λ) / 4, at all times at once with
 * probability 1 - α. If the mean itself moves, the statement is about its average, weighted by λ.
 *
 * @param count number of values
 * @param sum of the values
 * @param squares Σ (x - m)² with m after each value
 * @param weights Σ λ
 * @param weighted Σ λx
 * @param penalty Σ 4 (x - m)² ψ(λ)
 */
public record ConfidenceSequence(
        long count, double sum, double squares, double weights, double weighted, double penalty) {
    /** Before the first value. */
    public static final ConfidenceSequence EMPTY = new ConfidenceSequence(0, 0, 0, 0, 0, 0);

    private static final double LARGEST_WEIGHT = 0.5;

    /** An interval that the mean lies in. */
    public record Interval(double lower, double upper) {}

    /**
     * After one more value.
     *
     * @param alpha the same for every value
     */
    ConfidenceSequence with(double value, double alpha) {
        long next = count + 1;
        double meanBefore = mean();
        double varianceBefore = (0.25 + squares) / next;
        double weight = Math.min(
                LARGEST_WEIGHT,
                Math.sqrt(2 * Math.log(2 / alpha) / (varianceBefore * next * Math.log1p((double) next))));
        double surprise = value - meanBefore;
        double meanAfter = (0.5 + sum + value) / (next + 1);
        return new ConfidenceSequence(
                next,
                sum + value,
                squares + (value - meanAfter) * (value - meanAfter),
                weights + weight,
                weighted + weight * value,
                penalty + surprise * surprise * (-Math.log1p(-weight) - weight));
    }

    /** The mean so far, drawn towards ½ as by one more value. */
    double mean() {
        return (0.5 + sum) / (count + 1);
    }

    /** Where the mean is, with an error of alpha over all times; from 0 to 1 before the first value. */
    Interval interval(double alpha) {
        if (count == 0) {
            return new Interval(0, 1);
        }
        double centre = weighted / weights;
        double radius = (Math.log(2 / alpha) + penalty) / weights;
        return new Interval(Math.max(0, centre - radius), Math.min(1, centre + radius));
    }
}
