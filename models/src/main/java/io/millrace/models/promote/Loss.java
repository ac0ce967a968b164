package io.millrace.models.promote;

import io.millrace.config.ModelConfig.Task;
import java.util.Locale;

/** How far a prediction is from its label, for the comparison of two versions. */
public enum Loss {
    /** 0 if the class is right and 1 if it is not. */
    WRONG_CLASS {
        @Override
        public double of(float[] outputs, double label) {
            if (!finite(outputs, label)) {
                return Double.NaN;
            }
            return place(outputs) == (int) label ? 0 : 1;
        }

        @Override
        public double predicted(float[] outputs) {
            return place(outputs);
        }
    },
    /** The distance of a number from the label, in its unit; without a bound. */
    ABSOLUTE_ERROR {
        @Override
        public double of(float[] outputs, double label) {
            return finite(outputs, label) ? Math.abs(outputs[0] - label) : Double.NaN;
        }

        @Override
        public double predicted(float[] outputs) {
            return outputs[0];
        }
    };

    /** The loss of a task whose labels are numbers or places of classes. */
    public static Loss of(Task task) {
        return switch (task) {
            case BINARY, MULTICLASS -> WRONG_CLASS;
            case REGRESSION -> ABSOLUTE_ERROR;
            case VECTOR ->
                throw new IllegalArgumentException(
                        "versions of this task cannot be compared by labels: task=vector; use promotion.gate none");
        };
    }

    /**
     * The loss of a prediction; NaN if the prediction or the label is not finite.
     *
     * @param outputs as the version gave them: a number, the probability of the second of two classes, or the
     *     probabilities of the classes
     * @param label a number, or the place of a class
     */
    public abstract double of(float[] outputs, double label);

    /** The number that was predicted, or the place of the class. */
    public abstract double predicted(float[] outputs);

    private static boolean finite(float[] outputs, double label) {
        for (float output : outputs) {
            if (!Float.isFinite(output)) {
                return false;
            }
        }
        return Double.isFinite(label);
    }

    private static int place(float[] outputs) {
        if (outputs.length == 1) {
            return outputs[0] >= 0.5f ? 1 : 0;
        }
        int predicted = 0;
        for (int i = 1; i < outputs.length; i++) {
            predicted = outputs[i] > outputs[predicted] ? i : predicted;
        }
        return predicted;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
