package io.millrace.models.online;

import java.io.DataInput;
import java.io.DataOutput;

/** Plain stochastic gradient descent: steps of one width, the constant's of another. */
record SgdSteps(double rate, double constantRate) implements LinearExpert.Steps {

    @Override
    public void take(double[] weights, int output, float[] rows, int from, double gradient) {
        int width = weights.length - 1;
        for (int i = 0; i < width; i++) {
            weights[i] -= rate * gradient * rows[from + i];
        }
        weights[width] -= constantRate * gradient;
    }

    @Override
    public void widen(int at) {}

    @Override
    public void write(DataOutput out) {}

    @Override
    public void read(DataInput in) {}
}
