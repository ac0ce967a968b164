package io.millrace.config;

import java.util.List;

/**
 * How the first model is trained.
 *
 * @param hidden widths of the hidden layers of an {@link Learner#MLP}
 * @param epochs passes over the training rows
 * @param seed seed of initialisation and shuffling
 */
public record LearningConfig(
        Learner learner,
        List<Integer> hidden,
        int epochs,
        int batchSize,
        double learningRate,
        double weightDecay,
        long seed) {

    /** The architecture that is trained. */
    public enum Learner {
        LINEAR,
        MLP
    }

    public LearningConfig {
        hidden = List.copyOf(hidden);
    }
}
