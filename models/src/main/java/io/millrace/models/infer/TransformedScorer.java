package io.millrace.models.infer;

import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorSpec;
import java.util.List;

/** A scorer whose outputs pass through a transform. */
public final class TransformedScorer implements Scorer {
    private final Scorer scorer;
    private final OutputTransform transform;

    /** Owns the scorer: closing this closes it. */
    public TransformedScorer(Scorer scorer, OutputTransform transform) {
        this.scorer = scorer;
        this.transform = transform;
    }

    @Override
    public List<TensorSpec> inputs() {
        return scorer.inputs();
    }

    @Override
    public int outputWidth() {
        return scorer.outputWidth();
    }

    @Override
    public float[] score(BatchMemory batch, int from, int rows) throws ScoringException {
        float[] outputs = scorer.score(batch, from, rows);
        transform.apply(outputs, scorer.outputWidth());
        return outputs;
    }

    @Override
    public void close() {
        scorer.close();
    }
}
