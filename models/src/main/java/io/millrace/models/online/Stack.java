package io.millrace.models.online;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * For numbers: weights of experts that are learned by what they give together (Wolpert 1992), with a {@link Kalman} filter.
 * Other than {@link Shares} they need not add up to 1: experts that say too much are toned down, and two that err in opposite
 * ways complement each other.
 */
final class Stack {
    private static final double PRIOR = 0.05;
    private static final double DRIFT = 2e-4;
    private static final double LARGEST = 10; // output that is learned from

    private final Kalman filter;
    private final double[] weights;
    private final double[] given;

    /** @param knowing whether an expert knows something to begin with; those that do count the same */
    Stack(boolean[] knowing) {
        this.weights = new double[knowing.length];
        this.given = new double[knowing.length];
        double[] priors = new double[knowing.length];
        Arrays.fill(priors, PRIOR);
        this.filter = new Kalman(priors, DRIFT);
        int count = 0;
        for (boolean each : knowing) {
            count += each ? 1 : 0;
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = knowing[i] ? 1.0 / count : 0;
        }
    }

    /** The weights; not to be changed. */
    double[] now() {
        return weights;
    }

    /**
     * Learns from a row.
     *
     * @param said what the experts give together by the weights
     * @param by each expert, for several rows
     * @param width of Huber's loss
     */
    void add(float said, List<float[]> by, int row, float aim, double width) {
        for (int i = 0; i < given.length; i++) {
            given[i] = Math.max(-LARGEST, Math.min(LARGEST, by.get(i)[row]));
        }
        Pull pull = Pull.of(said, aim, width);
        double[] gain = filter.gain(given, pull.curvature());
        for (int i = 0; i < weights.length; i++) {
            weights[i] -= pull.slope() * gain[i];
        }
    }

    void write(DataOutput out) throws IOException {
        Doubles.write(new double[][] {weights}, out);
        filter.write(out);
    }

    void read(DataInput in) throws IOException {
        System.arraycopy(Doubles.read(in)[0], 0, weights, 0, weights.length);
        filter.read(in);
    }
}
