package io.millrace.models.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * The AdamW optimiser: steps along the mean of recent gradients, divided by the root of the mean of their squares, with
 * the weights (not the biases) shrinking by {@code rate * decay} in each step.
 */
final class AdamW {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;
    private static final float UNSCALED = 1;
    /** For gradients that are taken as they are. */
    static final float UNCLIPPED = -1;

    private static final int MEANS = 0;
    private static final int SQUARES = 1;

    private final NDList parameters;
    private final NDList means;
    private final NDList squares;
    private final float[] decays;
    private final float clip;
    private int steps;

    /**
     * Will update the parameters in place; its own arrays belong to their manager.
     *
     * @param clip the largest size of an element of a gradient, or {@link #UNCLIPPED}
     */
    AdamW(NDList parameters, double weightDecay, float clip) {
        this.clip = clip;
        this.parameters = parameters;
        this.means = new NDList();
        this.squares = new NDList();
        this.decays = new float[parameters.size()];
        for (int i = 0; i < decays.length; i++) {
            NDArray each = parameters.get(i);
            each.setRequiresGradient(/* requiresGrad= */ true);
            means.add(each.getManager().zeros(each.getShape()));
            squares.add(each.getManager().zeros(each.getShape()));
            decays[i] = i % 2 == 0 ? (float) weightDecay : 0;
        }
    }

    /** What it remembers of earlier steps: the means, then the squares, in the order of the parameters. */
    float[][] moments() {
        return new float[][] {Flat.floats(means), Flat.floats(squares)};
    }

    /** Goes on as the optimiser that gave these moments after so many steps. */
    void restore(float[][] moments, int taken) {
        Flat.set(means, moments[MEANS]);
        Flat.set(squares, moments[SQUARES]);
        steps = taken;
    }

    int steps() {
        return steps;
    }

    /** Gives up the gradients that the parameters have gathered. */
    void forget() {
        for (NDArray parameter : parameters) {
            try (PtNDArray gradient = JniUtils.getGradient((PtNDArray) parameter)) {
                if (gradient != null) {
                    JniUtils.zeroGrad((PtNDArray) parameter);
                }
            }
        }
    }

    /** Uses up the gradients that the parameters have gathered. No gradient may be recorded meanwhile. */
    void step(double rate) {
        steps++;
        double correction = Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps));
        for (int i = 0; i < decays.length; i++) {
            PtNDArray parameter = (PtNDArray) parameters.get(i);
            try (PtNDArray gradient = JniUtils.getGradient(parameter)) {
                if (gradient != null) { // the parameter has a part in the outputs
                    step(i, gradient, (float) rate, (float) (rate * correction));
                    JniUtils.zeroGrad(parameter);
                }
            }
        }
    }

    /* DJL's own clipping knows a largest value, but no smallest. */
    private void step(int i, PtNDArray gradient, float rate, float correctedRate) {
        try (PtNDArray clipped = clip < 0 ? null : gradient.clip(-clip, clip)) {
            JniUtils.adamUpdate(
                    (PtNDArray) parameters.get(i),
                    clipped == null ? gradient : clipped,
                    (PtNDArray) means.get(i),
                    (PtNDArray) squares.get(i),
                    rate,
                    correctedRate,
                    decays[i],
                    UNSCALED,
                    UNCLIPPED,
                    BETA1,
                    BETA2,
                    EPSILON,
                    /* adamw= */ true);
        }
    }
}
