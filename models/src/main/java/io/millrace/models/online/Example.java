package io.millrace.models.online;

import io.millrace.models.feature.Values;

/**
 * A row whose truth is known.
 *
 * @param row as it was scored, in the schema of the learner
 * @param target on the scale of the target, or the index of a class
 * @param weight how much it counts; above 0
 */
public record Example(Values row, double target, float weight) {

    public Example {
        if (!(weight > 0) || !Double.isFinite(target) || Float.isInfinite(weight)) {
            throw new IllegalArgumentException(
                    "example cannot be learned from: target=" + target + ", weight=" + weight + ", min=above 0");
        }
    }
}
