package io.millrace.models.infer;

import io.millrace.models.feature.RowEncoder;

/**
 * A version that was verified, loaded and warmed up: how rows become tensors and how tensors become outputs. The scorer's
 * outputs are on the scale of the target (a probability for binary and multiclass tasks).
 */
public record ServedModel(VersionId id, RowEncoder encoder, Scorer scorer) implements AutoCloseable {

    public ServedModel {
        if (!encoder.inputs().equals(scorer.inputs())) {
            throw new IllegalArgumentException("encoder writes other inputs than the model takes: model=" + id
                    + ", encoder=" + encoder.inputs() + ", scorer=" + scorer.inputs());
        }
    }

    @Override
    public void close() {
        scorer.close();
    }
}
