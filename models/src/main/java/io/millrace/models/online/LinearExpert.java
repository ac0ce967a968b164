package io.millrace.models.online;

import io.millrace.models.pytorch.Loss;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A linear model that takes one small step for each row, along the gradient of its loss. */
final class LinearExpert implements Expert {
    private final int outputs;
    private final Loss loss;
    private final Steps steps;
    private double[][] weights;
    private final float[] scratch;
    private final Loss.Example example;

    /** How a gradient changes the weights. The last element of a row is the constant 1. */
    interface Steps {

        /** Takes a step of one output. */
        void take(double[] weights, int output, float[] rows, int from, double gradient);

        void widen(int at);

        void write(DataOutput out) throws IOException;

        void read(DataInput in) throws IOException;
    }

    LinearExpert(int width, int outputs, Loss loss, Steps steps) {
        this.outputs = outputs;
        this.loss = loss;
        this.steps = steps;
        this.weights = new double[outputs][width + 1];
        this.scratch = new float[outputs];
        this.example = new Loss.Example(scratch, outputs, /* scale= */ 1);
    }

    @Override
    public float[] outputs(EncodedRows rows) {
        float[] all = new float[rows.count() * outputs];
        for (int row = 0; row < rows.count(); row++) {
            for (int output = 0; output < outputs; output++) {
                all[row * outputs + output] = (float) sum(weights[output], rows.elements(), row * rows.width());
            }
        }
        return all;
    }

    private static double sum(double[] weights, float[] rows, int from) {
        int width = weights.length - 1;
        double sum = weights[width];
        for (int i = 0; i < width; i++) {
            sum += weights[i] * rows[from + i];
        }
        return sum;
    }

    @Override
    public void learn(EncodedRows rows, Lesson lesson) {
        for (int row = 0; row < rows.count(); row++) {
            int from = row * rows.width();
            for (int output = 0; output < outputs; output++) {
                scratch[output] = (float) sum(weights[output], rows.elements(), from);
            }
            loss.of(example.at(0, lesson.targets()[row]), lesson.width(), scratch);
            for (int output = 0; output < outputs; output++) {
                double gradient = lesson.weights()[row] * (double) scratch[output];
                if (Double.isFinite(gradient)) {
                    steps.take(weights[output], output, rows.elements(), from, gradient);
                }
            }
        }
    }

    /** The weight of an element for an output; the constant is the last one. */
    double weight(int output, int element) {
        return weights[output][element];
    }

    @Override
    public void widen(int at) {
        for (int output = 0; output < outputs; output++) {
            weights[output] = Doubles.inserted(weights[output], at);
        }
        steps.widen(at);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        Doubles.write(weights, out);
        steps.write(out);
    }

    @Override
    public void read(DataInput in) throws IOException {
        weights = Doubles.read(in);
        steps.read(in);
    }

    @Override
    public void close() {}
}
