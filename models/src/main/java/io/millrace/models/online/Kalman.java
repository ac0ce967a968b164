package io.millrace.models.online;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How sure a linear model is of its weights: their covariance, which shrinks with each row along what the row says and grows
 * again with time, as the weights may have moved meanwhile (Kalman 1960; for other losses than the square, the curvature of
 * the loss stands for the precision of a row, as in the extended filter).
 */
final class Kalman {
    private final double drift;
    private double[] priors;
    private double[][] covariance;
    private double[] moved;

    /**
     * @param priors variance of each weight before the first row; it never gets larger
     * @param drift what is added to the variances after each row, as a part of the priors
     */
    Kalman(double[] priors, double drift) {
        this.drift = drift;
        this.priors = priors.clone();
        this.covariance = new double[priors.length][priors.length];
        this.moved = new double[priors.length];
        for (int i = 0; i < priors.length; i++) {
            covariance[i][i] = priors[i];
        }
    }

    /**
     * Takes in a row.
     *
     * @param row finite, and not so large that its square is not
     * @param curvature of the loss, above 0
     * @return how far the weights go for a gradient of 1 against it; overwritten by the next row
     */
    double[] gain(double[] row, double curvature) {
        Arrays.fill(moved, 0);
        for (int i = 0; i < row.length; i++) {
            add(row[i], covariance[i], moved);
        }
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            sum += row[i] * moved[i];
        }
        double shrinking = 1 / (1 + curvature * sum);
        double root = Math.sqrt(curvature * shrinking);
        scale(moved, root); // so that both halves of the covariance get the same bits
        for (int i = 0; i < row.length; i++) {
            double[] variances = covariance[i];
            add(-moved[i], moved, variances);
            variances[i] = Math.min(priors[i], variances[i] + drift * priors[i]);
        }
        scale(moved, shrinking / root);
        return moved;
    }

    private static void scale(double[] numbers, double factor) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] *= factor;
        }
    }

    private static void add(double factor, double[] from, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * from[i];
        }
    }

    /** Goes on with rows that have one more element at an index. */
    void widen(int at, double prior) {
        double[][] wide = new double[priors.length + 1][];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = i == at ? new double[wide.length] : Doubles.inserted(covariance[i < at ? i : i - 1], at);
        }
        wide[at][at] = prior;
        covariance = wide;
        priors = Doubles.inserted(priors, at);
        priors[at] = prior;
        moved = new double[priors.length];
    }

    void write(DataOutput out) throws IOException {
        Doubles.write(new double[][] {priors}, out);
        Doubles.write(covariance, out);
    }

    void read(DataInput in) throws IOException {
        priors = Doubles.read(in)[0];
        covariance = Doubles.read(in);
        moved = new double[priors.length];
    }
}
