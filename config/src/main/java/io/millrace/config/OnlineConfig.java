package io.millrace.config;

import java.io.Serializable;

/**
 * How a model goes on learning from labels.
 *
 * @param optimizer of the linear learner
 * @param miniBatch labels that are learned from together at most
 * @param window latest labels that are learned from again
 * @param reservoir sample of all labels that is learned from again
 * @param learningRate length of a network's step
 */
public record OnlineConfig(
        Learner learner, Optimizer optimizer, int miniBatch, int window, int reservoir, double learningRate)
        implements Serializable {

    /** What a pipeline file that says nothing about it asks for. */
    public static final OnlineConfig DEFAULT =
            new OnlineConfig(Learner.MIXTURE, Optimizer.FTRL, 8, 3000, 10_000, 0.005);

    /** What learns. */
    public enum Learner {
        /** Linear models. */
        LINEAR,
        /** Networks, one with a short memory and one with a long one. */
        MLP,
        /** Both, each counting as much as its recent predictions deserve. */
        MIXTURE,
        /** An imported TorchScript model goes on learning. */
        FINE_TUNE;

        /** Whether linear models take part. */
        public boolean linear() {
            return this == LINEAR || this == MIXTURE;
        }

        /** Whether networks take part. */
        public boolean networks() {
            return this == MLP || this == MIXTURE;
        }
    }

    /** How a linear model steps. */
    public enum Optimizer {
        /** FTRL-Proximal. */
        FTRL,
        /** Stochastic gradient descent of a fixed rate. */
        SGD
    }
}
