package io.millrace.models.online;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How much each of several experts counts: in proportion to {@code exp(-rate * loss)} of its recent losses, which fade
 * (exponential weights, Cesa-Bianchi and Lugosi 2006, section 2.2, with the fading of section 2.11).
 */
final class Shares {
    private static final double RATE = 0.15;
    private static final double FADING = 0.98;

    private final double[] losses;

    /** @param head each expert's loss to begin with */
    Shares(double... head) {
        this.losses = head.clone();
    }

    /** Takes in what each expert lost on the same example. */
    void add(double[] lost) {
        for (int i = 0; i < losses.length; i++) {
            losses[i] = FADING * losses[i] + lost[i];
        }
    }

    /** The shares; they add up to 1. */
    double[] now() {
        double least = Double.POSITIVE_INFINITY;
        for (double loss : losses) {
            least = Math.min(least, loss);
        }
        double[] shares = new double[losses.length];
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Math.exp(-RATE * (losses[i] - least));
            sum += shares[i];
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    void write(DataOutput out) throws IOException {
        Doubles.write(new double[][] {losses}, out);
    }

    void read(DataInput in) throws IOException {
        System.arraycopy(Doubles.read(in)[0], 0, losses, 0, losses.length);
    }
}
