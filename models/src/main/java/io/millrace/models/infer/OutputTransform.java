package io.millrace.models.infer;

/** Turns what a model returns into outputs on the scale of the target, in place. Safe for use by several threads. */
@FunctionalInterface
public interface OutputTransform {

    /** Changes the outputs of a batch: {@code width} elements per row, row after row. */
    void apply(float[] outputs, int width);

    /** Leaves the outputs as they are. */
    static OutputTransform identity() {
        return (outputs, width) -> {};
    }

    /** {@code 1 / (1 + e^-x)} of each element: a logit becomes a probability. */
    static OutputTransform sigmoid() {
        return (outputs, width) -> {
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = (float) (1 / (1 + Math.exp(-outputs[i])));
            }
        };
    }

    /** {@code e^x} of each element: the inverse of a target that was fitted on the log scale. */
    static OutputTransform exp() {
        return (outputs, width) -> {
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = (float) Math.exp(outputs[i]);
            }
        };
    }

    /** {@code offset + scale * x} of each element: the inverse of a target that was standardised. */
    static OutputTransform affine(double scale, double offset) {
        return (outputs, width) -> {
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = (float) (offset + scale * outputs[i]);
            }
        };
    }

    /** {@code e^x} of each element, divided by the sum over its row: logits become probabilities of classes. */
    static OutputTransform softmax() {
        return (outputs, width) -> {
            for (int row = 0; row < outputs.length; row += width) {
                Softmax.apply(outputs, row, row + width);
            }
        };
    }

    /** This transform followed by another. */
    default OutputTransform andThen(OutputTransform next) {
        return (outputs, width) -> {
            apply(outputs, width);
            next.apply(outputs, width);
        };
    }
}
