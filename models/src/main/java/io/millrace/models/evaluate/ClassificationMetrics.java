package io.millrace.models.evaluate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The errors of predicted probabilities of classes, in one pass: accuracy, mean negative logarithm of the right class's
 * probability, F1 (of the second of two classes, of several classes the mean over those that occur), Cohen's kappa, kappa
 * against a guesser that repeats the last known label, calibration error and, for two classes, the area under the ROC curve.
 *
 * <p>The area is counted over {@value Curve#BINS} equal bins of probability; pairs within a bin count half, which costs less
 * than one part in a thousand unless the probabilities crowd. What is not defined is NaN.
 */
final class ClassificationMetrics implements Metrics {
    private static final double SMALLEST = 1e-15;

    /** What is less than this share of all weights is rounding. */
    private static final double ROUNDING = 1e-9;

    private final double[] hits;
    private final double[] actual;
    private final double[] predicted;
    private final Sum weights = new Sum();
    private final Sum right = new Sum();
    private final Sum logLoss = new Sum();
    private final Sum known = new Sum();
    private final Sum repeated = new Sum();
    private final Calibration calibration = new Calibration();
    private final Curve curve = new Curve();
    private long count;

    /** Metrics of so many classes, at least two. */
    ClassificationMetrics(int classes) {
        if (classes < 2) {
            throw new IllegalArgumentException("too few classes: classes=" + classes + ", min=2");
        }
        this.hits = new double[classes];
        this.actual = new double[classes];
        this.predicted = new double[classes];
    }

    private boolean ofTwo() {
        return hits.length == 2;
    }

    @Override
    public void add(Judged one, double weight) {
        count++;
        sum(one, weight);
    }

    @Override
    public void remove(Judged one, double weight) {
        count--;
        sum(one, -weight);
        if (count == 0) {
            clear();
        }
    }

    private void sum(Judged one, double weight) {
        int target = (int) one.target();
        int guess = (int) one.predicted();
        boolean hit = target == guess;
        double probability = ofTwo() && target == 0 ? 1 - one.probability() : one.probability();
        weights.add(weight);
        actual[target] += weight;
        predicted[guess] += weight;
        logLoss.add(weight, -Math.log(Math.max(SMALLEST, probability)), 1);
        if (hit) {
            hits[target] += weight;
            right.add(weight);
        }
        if (one.before() != Judged.UNKNOWN) {
            known.add(weight);
            repeated.add(one.before() == target ? weight : 0);
        }
        if (ofTwo()) {
            curve.add(target, one.probability(), weight);
            calibration.add(one.probability(), target == 1, weight);
        } else {
            calibration.add(one.confidence(), hit, weight);
        }
    }

    @Override
    public long count() {
        return count;
    }

    /** Share of the predictions whose most probable class is the right one. */
    double accuracy() {
        return count == 0 ? Double.NaN : right.value() / weights.value();
    }

    /** Mean negative logarithm of the right class's probability. */
    double logLoss() {
        return count == 0 ? Double.NaN : Math.max(0, logLoss.value() / weights.value());
    }

    /** Harmonic mean of precision and recall. */
    double f1() {
        if (ofTwo()) {
            return f1(1);
        }
        double sum = 0;
        int occurring = 0;
        for (int each = 0; each < hits.length; each++) {
            double f1 = f1(each);
            if (!Double.isNaN(f1)) {
                sum += f1;
                occurring++;
            }
        }
        return occurring == 0 ? Double.NaN : sum / occurring;
    }

    private double f1(int positive) {
        double both = actual[positive] + predicted[positive];
        return both > ROUNDING * weights.value() ? Math.max(0, 2 * hits[positive] / both) : Double.NaN;
    }

    /** Probability that a row of the second class gets a higher probability than one of the first; NaN beyond two. */
    double auc() {
        return ofTwo() && count > 0 ? curve.area(ROUNDING * weights.value()) : Double.NaN;
    }

    /**
     * How far probabilities are from the shares in which they come true: the mean distance over ten equal bins (Naeini et
     * al. 2015), of two classes of the second's probability, of several of the most probable one's.
     */
    double calibrationError() {
        return count == 0 ? Double.NaN : calibration.error() / weights.value();
    }

    /**
     * Cohen's kappa: how much better than a guesser that says each class as often as these predictions do; 1 at best, 0 for
     * no better.
     */
    double kappa() {
        double chance = 0;
        for (int each = 0; each < hits.length; each++) {
            chance += actual[each] / weights.value() * (predicted[each] / weights.value());
        }
        return against(chance);
    }

    /** Accuracy of a guesser that repeats the last label that was known; NaN if none ever was. */
    double noChange() {
        return count > 0 && known.value() > ROUNDING * weights.value()
                ? repeated.value() / weights.value()
                : Double.NaN;
    }

    /**
     * How much better than a guesser that repeats the last known label: the kappa-temporal of Zliobaite et al. 2015. 1 at
     * best, 0 for no better, negative for worse.
     */
    double kappaTemporal() {
        return against(noChange());
    }

    private double against(double baseline) {
        return 1 - baseline > ROUNDING ? (accuracy() - baseline) / (1 - baseline) : Double.NaN;
    }

    @Override
    public Map<String, Double> byName() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("accuracy", accuracy());
        metrics.put("log-loss", logLoss());
        metrics.put("f1", f1());
        metrics.put("auc", auc());
        metrics.put("kappa", kappa());
        metrics.put("calibration-error", calibrationError());
        metrics.put("no-change", noChange());
        metrics.put("kappa-temporal", kappaTemporal());
        metrics.values().removeIf(value -> !Double.isFinite(value));
        return metrics;
    }

    private Sum[] sums() {
        return new Sum[] {weights, right, logLoss, known, repeated};
    }

    private double[][] arrays() {
        return new double[][] {
            hits, actual, predicted, calibration.probabilities, calibration.truths, curve.first, curve.second
        };
    }

    private void clear() {
        for (Sum sum : sums()) {
            sum.clear();
        }
        for (double[] array : arrays()) {
            Arrays.fill(array, 0);
        }
    }

    @Override
    public void halve(int times) {
        for (Sum sum : sums()) {
            sum.halve(times);
        }
        for (double[] array : arrays()) {
            for (int i = 0; i < array.length; i++) {
                array[i] = Math.scalb(array[i], -times);
            }
        }
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(count);
        for (Sum sum : sums()) {
            sum.write(out);
        }
        for (double[] array : arrays()) {
            for (double each : array) {
                out.writeDouble(each);
            }
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        count = in.readLong();
        for (Sum sum : sums()) {
            sum.read(in);
        }
        for (double[] array : arrays()) {
            for (int i = 0; i < array.length; i++) {
                array[i] = in.readDouble();
            }
        }
    }

    @Override
    public String toString() {
        return "ClassificationMetrics[count=" + count + ", " + byName() + "]";
    }
}
