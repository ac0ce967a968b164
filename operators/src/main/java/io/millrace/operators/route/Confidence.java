package io.millrace.operators.route;

import io.millrace.config.ModelConfig;

/** How sure a model is of a prediction, as far as its task says: the probability of the class it would choose. */
final class Confidence {
    /** What a task has whose outputs are no probabilities. */
    static final double NONE = Double.NaN;

    private Confidence() {}

    static double of(ModelConfig.Task task, float[] outputs) {
        return switch (task) {
            case REGRESSION, VECTOR -> NONE;
            case BINARY -> Math.max(outputs[0], 1 - outputs[0]);
            case MULTICLASS -> outputs[mostProbable(outputs)];
        };
    }

    /** Index of the greatest output, the first one if there are several. */
    static int mostProbable(float[] outputs) {
        int best = 0;
        for (int i = 1; i < outputs.length; i++) {
            best = outputs[i] > outputs[best] ? i : best;
        }
        return best;
    }
}
