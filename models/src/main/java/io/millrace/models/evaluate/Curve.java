package io.millrace.models.evaluate;

/** How often each probability of the second of two classes was given to rows of the first and of the second, in equal bins. */
final class Curve {
    static final int BINS = 200;

    final double[] first = new double[BINS];
    final double[] second = new double[BINS];

    void add(int target, double probability, double weight) {
        (target == 0 ? first : second)[bin(probability, BINS)] += weight;
    }

    /** The area under the ROC curve; NaN if one of the classes has not more than a weight. */
    double area(double least) {
        double below = 0;
        double pairs = 0;
        double positives = 0;
        for (int bin = 0; bin < BINS; bin++) {
            pairs += second[bin] * (below + first[bin] / 2);
            below += first[bin];
            positives += second[bin];
        }
        return below > least && positives > least ? Math.max(0, Math.min(1, pairs / below / positives)) : Double.NaN;
    }

    /** In which of so many equal parts of 0 to 1 a probability is. */
    static int bin(double probability, int bins) {
        return (int) Math.min(bins - 1, Math.max(0, probability * bins));
    }
}
