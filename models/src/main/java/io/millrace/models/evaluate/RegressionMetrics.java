package io.millrace.models.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The errors of predicted numbers, in one pass: mean absolute error, root of the mean squared error, mean absolute
 * percentage error, and R² = 1 - (sum of squared errors) / (sum of squared distances from the mean target).
 *
 * <p>Means are updated by Welford's rule, so that large targets cost no precision. What is not defined is NaN: everything
 * before the first prediction, R² of equal targets; targets of zero are left out of the percentage.
 */
public final class RegressionMetrics {
    private long count;
    private double absolute;
    private double squared;
    private long percentages;
    private double percentage;
    private double targetMean;
    private double targetSquares;

    /** Takes in one prediction; both numbers are finite. */
    public void add(double target, double predicted) {
        double error = predicted - target;
        count++;
        absolute += (Math.abs(error) - absolute) / count;
        squared += (error * error - squared) / count;
        double distance = target - targetMean;
        targetMean += distance / count;
        targetSquares += distance * (target - targetMean);
        if (target != 0) {
            percentages++;
            percentage += (100 * Math.abs(error / target) - percentage) / percentages;
        }
    }

    public long count() {
        return count;
    }

    /** Mean absolute error. */
    public double mae() {
        return count == 0 ? Double.NaN : absolute;
    }

    /** Root of the mean squared error. */
    public double rmse() {
        return count == 0 ? Double.NaN : Math.sqrt(squared);
    }

    /** Mean absolute error in percent of the target. */
    public double mape() {
        return percentages == 0 ? Double.NaN : percentage;
    }

    /** Share of the targets' variance that the predictions explain. */
    public double r2() {
        return targetSquares > 0 ? 1 - squared * count / targetSquares : Double.NaN;
    }

    /** Every metric that is defined, by name. */
    public Map<String, Double> byName() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("mae", mae());
        metrics.put("rmse", rmse());
        metrics.put("mape", mape());
        metrics.put("r2", r2());
        metrics.values().removeIf(value -> !Double.isFinite(value));
        return metrics;
    }

    @Override
    public String toString() {
        return "RegressionMetrics[count=" + count + ", " + byName() + "]";
    }
}
