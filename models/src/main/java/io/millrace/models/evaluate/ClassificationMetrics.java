package io.millrace.models.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The errors of predicted probabilities of classes, in one pass: accuracy, mean negative logarithm of the right class's
 * probability, F1 (of the second of two classes, of several classes the mean over those that occur) and, for two classes,
 * the area under the ROC curve.
 *
 * <p>The area is counted over {@value #BINS} equal bins of probability; pairs within a bin count half, which costs less
 * than one part in a thousand unless the probabilities crowd. What is not defined is NaN.
 */
public final class ClassificationMetrics {
    private static final int BINS = 4096;
    private static final double SMALLEST = 1e-15;

    private final long[][] confusion;
    private final long[][] bins;
    private long count;
    private long right;
    private double logLoss;

    /** Metrics of so many classes, at least two. */
    public ClassificationMetrics(int classes) {
        if (classes < 2) {
            throw new IllegalArgumentException("too few classes: classes=" + classes + ", min=2");
        }
        this.confusion = new long[classes][classes];
        this.bins = new long[2][BINS];
    }

    /** Takes in one prediction of two classes. */
    public void add(int target, double probabilityOfSecond) {
        int bin = (int) Math.min(BINS - 1, Math.max(0, probabilityOfSecond * BINS));
        bins[target][bin]++;
        count(target, probabilityOfSecond > 0.5 ? 1 : 0, target == 1 ? probabilityOfSecond : 1 - probabilityOfSecond);
    }

    /** Takes in one prediction; the probabilities of the classes begin at an index of an array. */
    public void add(int target, float[] probabilities, int from) {
        int predicted = 0;
        for (int i = 1; i < confusion.length; i++) {
            predicted = probabilities[from + i] > probabilities[from + predicted] ? i : predicted;
        }
        count(target, predicted, probabilities[from + target]);
    }

    private void count(int target, int predicted, double probability) {
        count++;
        confusion[target][predicted]++;
        right += target == predicted ? 1 : 0;
        logLoss += (-Math.log(Math.max(SMALLEST, probability)) - logLoss) / count;
    }

    public long count() {
        return count;
    }

    /** Share of the predictions whose most probable class is the right one. */
    public double accuracy() {
        return count == 0 ? Double.NaN : (double) right / count;
    }

    /** Mean negative logarithm of the right class's probability. */
    public double logLoss() {
        return count == 0 ? Double.NaN : logLoss;
    }

    /** Harmonic mean of precision and recall. */
    public double f1() {
        if (confusion.length == 2) {
            return f1(1);
        }
        double sum = 0;
        int occurring = 0;
        for (int each = 0; each < confusion.length; each++) {
            double f1 = f1(each);
            if (!Double.isNaN(f1)) {
                sum += f1;
                occurring++;
            }
        }
        return occurring == 0 ? Double.NaN : sum / occurring;
    }

    private double f1(int positive) {
        long hits = confusion[positive][positive];
        long misses = 0;
        for (int other = 0; other < confusion.length; other++) {
            misses += other == positive ? 0 : confusion[positive][other] + confusion[other][positive];
        }
        return hits + misses == 0 ? Double.NaN : 2.0 * hits / (2 * hits + misses);
    }

    /** Probability that a row of the second class gets a higher probability than one of the first; NaN beyond two. */
    public double auc() {
        long below = 0;
        double pairs = 0;
        long positives = 0;
        for (int bin = 0; bin < BINS; bin++) {
            pairs += bins[1][bin] * (below + bins[0][bin] / 2.0);
            below += bins[0][bin];
            positives += bins[1][bin];
        }
        return below == 0 || positives == 0 ? Double.NaN : pairs / below / positives;
    }

    /**
     * Cohen's kappa: how much better than a guesser that says each class as often as these predictions do; 1 at best, 0 for
     * no better.
     */
    public double kappa() {
        double chance = 0;
        for (int each = 0; each < confusion.length; each++) {
            long actual = 0;
            long predicted = 0;
            for (int other = 0; other < confusion.length; other++) {
                actual += confusion[each][other];
                predicted += confusion[other][each];
            }
            chance += (double) actual / count * predicted / count;
        }
        return count == 0 || chance == 1 ? Double.NaN : (accuracy() - chance) / (1 - chance);
    }

    /**
     * How much better than a baseline of this accuracy; with one that repeats the last known label the kappa-temporal of
     * Zliobaite et al. 2015. 1 at best, 0 for no better, negative for worse.
     */
    public double kappaAgainst(double baseline) {
        return baseline == 1 ? Double.NaN : (accuracy() - baseline) / (1 - baseline);
    }

    /** Every metric that is defined, by name. */
    public Map<String, Double> byName() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("accuracy", accuracy());
        metrics.put("log-loss", logLoss());
        metrics.put("f1", f1());
        metrics.put("auc", auc());
        metrics.put("kappa", kappa());
        metrics.values().removeIf(value -> !Double.isFinite(value));
        return metrics;
    }

    @Override
    public String toString() {
        return "ClassificationMetrics[count=" + count + ", " + byName() + "]";
    }
}
