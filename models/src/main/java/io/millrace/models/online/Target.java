package io.millrace.models.online;

import io.millrace.config.ModelConfig;
import io.millrace.config.ModelConfig.TargetTransform;
import io.millrace.config.ModelConfig.Task;
import io.millrace.models.pytorch.Loss;
import io.millrace.models.registry.Manifest.Output;
import io.millrace.models.registry.Manifest.Output.Activation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * What is predicted: the way from a truth to what networks aim at and back. A number is standardised, by the first truths
 * unless a model says how; how far predictions are off, and in the mean, is followed along the way.
 */
final class Target {
    private static final int FIRST = 30;
    private static final double FOLLOWING = 0.01;
    private static final double CENTRING = 0.002;
    private static final double DEVIATIONS_PER_MEAN = 1.2533; // of a normal distribution, sqrt(pi / 2)
    private static final double EFFICIENT = 1.345; // Huber's width in deviations that keeps 95 % efficiency
    private static final double NARROWEST = 1e-4;
    private static final double WORST_LOSS = 4.5;
    private static final double SMALLEST_PROBABILITY = 1e-3;

    private final Task task;
    private final String name;
    private final TargetTransform transform;
    private final List<String> classes;
    private final int outputs;
    private final Loss loss;
    private long seen;
    private double offset;
    private double squares;
    private double scale = 1;
    private double distance = 0.6;
    private double shift;

    private Target(Output output) {
        this.task = output.task();
        this.name = output.target();
        this.transform = output.transform();
        this.classes = output.classes();
        this.outputs = output.width();
        this.loss = OnlineLearner.loss(task);
        this.offset = output.offset();
        this.scale = output.scale();
    }

    /** A target that nothing is known of but its classes. */
    static Target fresh(ModelConfig model, List<String> classes) {
        Activation activation =
                switch (model.task()) {
                    case REGRESSION, VECTOR -> Activation.NONE;
                    case BINARY -> Activation.SIGMOID;
                    case MULTICLASS -> Activation.SOFTMAX;
                };
        int width = model.task() == Task.MULTICLASS ? classes.size() : 1;
        return new Target(
                new Output(model.task(), model.target(), width, activation, model.targetTransform(), 1, 0, classes));
    }

    /** The target of a model. */
    static Target given(Output output) {
        Target target = new Target(output);
        target.seen = FIRST;
        return target;
    }

    Loss loss() {
        return loss;
    }

    int outputs() {
        return outputs;
    }

    /** Whether enough is known to learn. */
    boolean ready() {
        return task != Task.REGRESSION || seen >= FIRST;
    }

    /** Learns from one of the first truths. */
    void see(double actual) {
        double number = transformed(actual);
        seen++;
        double off = number - offset;
        offset += off / seen;
        squares += off * (number - offset);
        if (ready()) {
            scale = squares > 0 ? Math.sqrt(squares / seen) : 1;
        }
    }

    /** A prediction while nothing has been learned: the mean of the first truths. */
    float[] guess() {
        return outputs(new float[outputs]);
    }

    private double transformed(double actual) {
        return transform == TargetTransform.LOG ? Math.log(actual) : actual;
    }

    /** What networks should give for a truth. */
    float inner(double actual) {
        return (float) (task == Task.REGRESSION ? (transformed(actual) - offset) / scale : actual);
    }

    /** What is said when networks give this: on the scale of the target. */
    float[] outputs(float[] inner) {
        float[] outputs = inner.clone();
        output().toTarget().apply(outputs, outputs.length);
        return outputs;
    }

    /** The way back by now. */
    Output output() {
        Activation activation =
                switch (task) {
                    case REGRESSION, VECTOR -> Activation.NONE;
                    case BINARY -> Activation.SIGMOID;
                    case MULTICLASS -> Activation.SOFTMAX;
                };
        return new Output(task, name, outputs, activation, transform, scale, offset + shift, classes);
    }

    /**
     * Hears the truth about what networks gave before they learned from it. Huber's loss aims at the middle of the truths
     * and not at their mean, so the mean error is followed and taken out (with a logarithm, Duan's smearing).
     */
    void judge(double actual, float[] inner) {
        if (task != Task.REGRESSION) {
            return;
        }
        distance += FOLLOWING * (Math.abs(inner(actual) - inner[0]) - distance);
        double said = outputs(inner)[0];
        if (transform == TargetTransform.LOG) {
            shift += CENTRING * Math.max(-1, Math.min(1, actual / said - 1));
        } else {
            shift += CENTRING * (actual - said);
        }
    }

    /** Width of Huber's loss: it follows how far predictions are off. */
    double width() {
        return Math.max(NARROWEST, Math.min(1, EFFICIENT * DEVIATIONS_PER_MEAN * distance));
    }

    /** What each expert loses by what it gave for a row, before it learned from it: bounded, 0 at best. */
    double[] losses(float aim, List<float[]> given, int row) {
        double[] losses = new double[given.size()];
        for (int i = 0; i < losses.length; i++) {
            float[] outputsOfRow = Arrays.copyOfRange(given.get(i), row * outputs, (row + 1) * outputs);
            losses[i] = task == Task.REGRESSION ? ofNumber(aim, outputsOfRow[0]) : ofClass(aim, outputsOfRow);
        }
        return losses;
    }

    private double ofNumber(float aim, float given) {
        double off = (given - aim) / (DEVIATIONS_PER_MEAN * Math.max(NARROWEST, distance));
        double lost = off * off / 2;
        return lost < WORST_LOSS ? lost : WORST_LOSS;
    }

    private double ofClass(float aim, float[] given) {
        double lost = loss.of(new Loss.Example(given, outputs, 1).at(0, aim), 1, given);
        return lost < -Math.log(SMALLEST_PROBABILITY) ? lost : -Math.log(SMALLEST_PROBABILITY);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(seen);
        for (double number : new double[] {offset, squares, scale, distance, shift}) {
            out.writeDouble(number);
        }
    }

    void read(DataInput in) throws IOException {
        seen = in.readLong();
        offset = in.readDouble();
        squares = in.readDouble();
        scale = in.readDouble();
        distance = in.readDouble();
        shift = in.readDouble();
    }
}
