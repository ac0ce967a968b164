package io.millrace.config;

import java.io.Serializable;

/**
 * The model that scores.
 *
 * @param serve an alias ({@code champion}) or a version number
 * @param target the column that training predicts and whose name predictions carry
 * @param targetTransform the scale on which a trained model fits the target
 */
public record ModelConfig(String name, String serve, Task task, String target, TargetTransform targetTransform)
        implements Serializable {

    /** What the outputs mean. */
    public enum Task {
        /** One number. */
        REGRESSION,
        /** One probability of the positive class. */
        BINARY,
        /** One probability per class. */
        MULTICLASS,
        /** A vector of numbers. */
        VECTOR
    }

    /** The scale of the target inside the model. */
    public enum TargetTransform {
        NONE,
        /** Natural logarithm; the target must be positive. */
        LOG
    }
}
