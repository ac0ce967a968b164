package io.millrace.models.online;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Follow the regularised leader, with a step width of its own for each weight that shrinks with the gradients it has seen:
 * FTRL-Proximal (McMahan et al. 2013, algorithm 1) without regularisation, {@code w = -z * alpha / (beta + sqrt(n))}.
 */
final class FtrlSteps implements LinearExpert.Steps {
    private static final double BETA = 1;

    private final double alpha;
    private double[][] sums;
    private double[][] roots;

    FtrlSteps(int width, int outputs, double alpha) {
        this.alpha = alpha;
        this.sums = new double[outputs][width + 1];
        this.roots = new double[outputs][width + 1];
    }

    /* "roots" holds sqrt(n), so that a step takes one root for each weight. */
    @Override
    public void take(double[] weights, int output, float[] rows, int from, double gradient) {
        double[] z = sums[output];
        double[] r = roots[output];
        int width = weights.length - 1;
        for (int i = 0; i < width; i++) {
            step(weights, z, r, i, gradient * rows[from + i]);
        }
        step(weights, z, r, width, gradient);
    }

    private void step(double[] weights, double[] z, double[] r, int i, double slope) {
        if (slope != 0) {
            double root = Math.sqrt(r[i] * r[i] + slope * slope);
            z[i] += slope - (root - r[i]) / alpha * weights[i];
            r[i] = root;
            weights[i] = -z[i] * alpha / (BETA + root);
        }
    }

    @Override
    public void widen(int at) {
        for (int output = 0; output < sums.length; output++) {
            sums[output] = Doubles.inserted(sums[output], at);
            roots[output] = Doubles.inserted(roots[output], at);
        }
    }

    @Override
    public void write(DataOutput out) throws IOException {
        Doubles.write(sums, out);
        Doubles.write(roots, out);
    }

    @Override
    public void read(DataInput in) throws IOException {
        sums = Doubles.read(in);
        roots = Doubles.read(in);
    }
}
