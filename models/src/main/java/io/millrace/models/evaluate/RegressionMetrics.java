package io.millrace.models.evaluate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The errors of predicted numbers, in one pass: mean absolute error, root of the mean squared error, mean absolute
 * percentage error, and R² = 1 - (sum of squared errors) / (sum of squared distances from the mean target).
 *
 * <p>Targets are counted from the first one, in sums of twice the digits, so that large targets cost no precision. What is not
 * defined is NaN: everything before the first prediction, R² of equal targets; targets of zero are left out of the
 * percentage.
 */
public final class RegressionMetrics implements Metrics {
    /** Squared distances below this share of the squares they are differences of are rounding. */
    private static final BigDecimal ROUNDING = new BigDecimal("1e-24");

    private final Sum weights = new Sum();
    private final Sum absolute = new Sum();
    private final Sum squared = new Sum();
    private final Sum percentageWeights = new Sum();
    private final Sum percentage = new Sum();
    private final Sum targets = new Sum();
    private final Sum targetSquares = new Sum();
    private final List<Sum> sums =
            List.of(weights, absolute, squared, percentageWeights, percentage, targets, targetSquares);
    private long count;
    private double origin;

    /** Takes in one prediction; both numbers are finite. */
    public void add(double target, double predicted) {
        count++;
        sum(target, predicted, 1);
    }

    @Override
    public void add(Judged one, double weight) {
        count++;
        sum(one.target(), one.predicted(), weight);
    }

    @Override
    public void remove(Judged one, double weight) {
        count--;
        sum(one.target(), one.predicted(), -weight);
        if (count == 0) {
            sums.forEach(Sum::clear);
        }
    }

    private void sum(double target, double predicted, double weight) {
        if (count == 1 && weights.value() == 0) {
            origin = target;
        }
        double error = predicted - target;
        weights.add(weight);
        absolute.add(weight, Math.abs(error), 1);
        squared.add(weight, error, error);
        targets.add(weight, target - origin, 1);
        targetSquares.add(weight, target - origin, target - origin);
        if (target != 0) {
            percentageWeights.add(weight);
            percentage.add(weight, 100 * Math.abs(error / target), 1);
        }
    }

    @Override
    public long count() {
        return count;
    }

    /** Mean absolute error. */
    public double mae() {
        return mean(absolute, weights);
    }

    /** Root of the mean squared error. */
    public double rmse() {
        return Math.sqrt(mean(squared, weights));
    }

    /** Mean absolute error in percent of the target. */
    public double mape() {
        return mean(percentage, percentageWeights);
    }

    /* What is left of weights after all were taken out is rounding. */
    private double mean(Sum sum, Sum weight) {
        return count > 0 && weight.value() > 1e-12 * weights.value()
                ? Math.max(0, sum.value() / weight.value())
                : Double.NaN;
    }

    /** Share of the targets' variance that the predictions explain. */
    public double r2() {
        if (count == 0 || !(weights.value() > 0)) {
            return Double.NaN;
        }
        BigDecimal sum = targets.exact();
        BigDecimal squares = targetSquares.exact();
        BigDecimal distances = squares.subtract(sum.multiply(sum).divide(weights.exact(), MathContext.DECIMAL128));
        return distances.compareTo(squares.multiply(ROUNDING)) > 0
                ? 1 - squared.value() / distances.doubleValue()
                : Double.NaN;
    }

    @Override
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
    public void halve(int times) {
        sums.forEach(sum -> sum.halve(times));
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeDouble(origin);
        for (Sum sum : sums) {
            sum.write(out);
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        count = in.readLong();
        origin = in.readDouble();
        for (Sum sum : sums) {
            sum.read(in);
        }
    }

    @Override
    public String toString() {
        return "RegressionMetrics[count=" + count + ", " + byName() + "]";
    }
}
