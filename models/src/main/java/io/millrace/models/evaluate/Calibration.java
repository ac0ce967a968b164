package io.millrace.models.evaluate;

/** Sums of probabilities, and of what came true of them, in ten equal bins. */
final class Calibration {
    static final int BINS = 10;

    final double[] probabilities = new double[BINS];
    final double[] truths = new double[BINS];

    void add(double probability, boolean cameTrue, double weight) {
        int bin = Curve.bin(probability, BINS);
        probabilities[bin] += weight * probability;
        truths[bin] += cameTrue ? weight : 0;
    }

    /** The distances of the sums. */
    double error() {
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            error += Math.abs(probabilities[bin] - truths[bin]);
        }
        return error;
    }
}
