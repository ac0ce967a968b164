package io.millrace.models.promote;

import io.millrace.models.promote.ConfidenceSequence.Interval;

/**
 * What is known of R² of a regression after so many labels: the state of an asymptotic confidence sequence (Waudby-Smith,
 * Arbour, Sinha, Kennedy and Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences", theorem 2.2)
 * of a ratio, by the delta method.
 *
 * <p>With e the errors and d = (y - m) (y - m'), where m and m' are the means of the targets before and after y, Σd is the
 * sum of the squared distances from the mean, and R² = 1 - θ with θ = Σe² / Σd. To first order θ is a mean of
 * u = e² - θd, whose standard deviation is s; over t labels it lies within θ ± s / (Σd / t) · √(2 (tρ² + 1) / (t²ρ²) ·
 * ln(√(tρ² + 1) / α)) at all times at once, with a probability that comes to 1 - α the more labels there are before it is
 * first looked at. ρ makes it narrowest at {@value #NARROWEST} labels.
 *
 * @param count number of labels
 * @param mean of the targets
 * @param errors Σ e²
 * @param distances Σ d
 * @param errorSquares Σ e⁴
 * @param products Σ e²d
 * @param distanceSquares Σ d²
 */
record FitSequence(
        long count,
        double mean,
        double errors,
        double distances,
        double errorSquares,
        double products,
        double distanceSquares) {
    /** Before the first label. */
    static final FitSequence EMPTY = new FitSequence(0, 0, 0, 0, 0, 0, 0);

    private static final int NARROWEST = 1000;
    private static final Interval ANYWHERE = new Interval(Double.NEGATIVE_INFINITY, 1);

    /** After one more label. */
    FitSequence with(double target, double predicted) {
        double after = mean + (target - mean) / (count + 1);
        double error = (predicted - target) * (predicted - target);
        double distance = (target - mean) * (target - after);
        if (count == 0) {
            return new FitSequence(1, target, error, 0, error * error, 0, 0);
        }
        return new FitSequence(
                count + 1,
                after,
                errors + error,
                distances + distance,
                errorSquares + error * error,
                products + error * distance,
                distanceSquares + distance * distance);
    }

    /** R² so far; NaN if all targets are equal. */
    double value() {
        return distances > 0 ? 1 - errors / distances : Double.NaN;
    }

    /** Where R² is, with an error of alpha over all times; at most 1 if nothing is known. */
    Interval interval(double alpha) {
        if (!(distances > 0)) {
            return ANYWHERE;
        }
        double ratio = errors / distances;
        double squares = errorSquares - 2 * ratio * products + ratio * ratio * distanceSquares;
        double deviation = Math.sqrt(Math.max(0, squares) / count) / (distances / count);
        double tuned = (-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha)) + 1) / NARROWEST;
        double grown = count * tuned + 1;
        double radius = deviation
                * Math.sqrt(2 * grown / ((double) count * count * tuned) * Math.log(Math.sqrt(grown) / alpha));
        return new Interval(1 - ratio - radius, Math.min(1, 1 - ratio + radius));
    }
}
