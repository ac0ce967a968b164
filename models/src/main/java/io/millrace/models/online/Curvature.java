package io.millrace.models.online;

import io.millrace.models.pytorch.Loss;

/** First and second derivatives of a loss by the outputs of a row; the second by one output at a time. */
final class Curvature {
    private static final double SMALLEST = 1e-3;
    private static final double NARROWEST = 0.01;
    private static final double WIDTH_PER_DEVIATION = 1.345;

    private final Loss loss;
    private final double[] slopes;
    private final double[] curvatures;
    private final float[] gradient;
    private final Loss.Example example;

    Curvature(Loss loss, int outputs) {
        this.loss = loss;
        this.slopes = new double[outputs];
        this.curvatures = new double[outputs];
        this.gradient = new float[outputs];
        this.example = new Loss.Example(gradient, outputs, /* scale= */ 1);
    }

    /**
     * Works out both for a row; a number's loss is measured in its variance, which the width of Huber's loss says.
     *
     * @return the slopes; overwritten by the next row
     */
    double[] slopes(float[] said, float target, double width) {
        System.arraycopy(said, 0, gradient, 0, gradient.length);
        loss.of(example.at(0, target), width, gradient);
        for (int i = 0; i < slopes.length; i++) {
            if (loss == Loss.HUBER) {
                double deviation = Math.max(NARROWEST, width / WIDTH_PER_DEVIATION);
                double off = Math.abs(said[i] - target);
                curvatures[i] = Math.min(1, width / Math.max(off, Float.MIN_NORMAL)) / (deviation * deviation);
                slopes[i] = gradient[i] / (deviation * deviation);
            } else {
                boolean right = loss == Loss.LOGISTIC ? target > 0.5 : i == (int) target;
                double probability = gradient[i] + (right ? 1.0 : 0.0);
                curvatures[i] = Math.max(SMALLEST, probability * (1 - probability));
                slopes[i] = gradient[i];
            }
        }
        return slopes;
    }

    /** The second derivative by an output. */
    double at(int output) {
        return curvatures[output];
    }
}
