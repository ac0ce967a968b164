package io.millrace.config;

import java.io.Serializable;
import java.util.List;

/**
 * How the first model is trained, and how models go on learning.
 *
 * @param hidden widths of the hidden layers of an {@link Learner#MLP}
 * @param members networks of an {@link Learner#MLP} that start from different weights and whose outputs are averaged
 * @param epochs passes over the training rows
 * @param heldOut share of the rows, the last in time, that a first training leaves out to measure the model on; the
 *     model that is published learns from all rows
 * @param patience epochs without improvement on the held-out rows after which training stops; 0 never stops early
 * @param seed seed of initialisation and shuffling
 * @param online how a model goes on learning from labels
 * @param live how the learn job does so, and when it publishes
 */
public record LearningConfig(
        Learner learner,
        List<Integer> hidden,
        int members,
        int epochs,
        int batchSize,
        double learningRate,
        double weightDecay,
        double heldOut,
        int patience,
        long seed,
        OnlineConfig online,
        LiveConfig live)
        implements Serializable {

    /** What a pipeline file that says nothing about learning asks for. */
    public static final LearningConfig DEFAULT = new LearningConfig(
            Learner.MLP, List.of(64, 32), 5, 40, 128, 0.005, 0.1, 0.1, 0, 1, OnlineConfig.DEFAULT, LiveConfig.DEFAULT);

    /** The architecture that is trained. */
    public enum Learner {
        LINEAR,
        MLP
    }

    public LearningConfig {
        hidden = List.copyOf(hidden);
    }
}
