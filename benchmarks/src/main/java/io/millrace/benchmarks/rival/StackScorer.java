package io.millrace.benchmarks.rival;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import io.millrace.models.infer.Scorer;
import io.millrace.models.infer.ScoringException;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorSpec;
import java.util.List;
import java.util.stream.IntStream;

/** Scores a batch with {@code Predictor.batchPredict}. */
final class StackScorer implements Scorer {
    private final Model model;
    private final Scorer described;

    /**
     * @param described says what goes in and out; closed with this one
     */
    StackScorer(Model model, Scorer described) {
        this.model = model;
        this.described = described;
    }

    @Override
    public List<TensorSpec> inputs() {
        return described.inputs();
    }

    @Override
    public int outputWidth() {
        return described.outputWidth();
    }

    /* A predictor belongs to one thread; making one costs little beside a batch. */
    @Override
    public float[] score(BatchMemory batch, int from, int rows) throws ScoringException {
        List<Integer> indexes = IntStream.range(from, from + rows).boxed().toList();
        try (Predictor<Integer, float[]> predictor = model.newPredictor(new RowTranslator(batch, Batchifier.STACK))) {
            float[] outputs = new float[rows * outputWidth()];
            int at = 0;
            for (float[] row : predictor.batchPredict(indexes)) {
                System.arraycopy(row, 0, outputs, at, row.length);
                at += row.length;
            }
            return outputs;
        } catch (TranslateException e) {
            throw new ScoringException("model failed: rows=" + rows, e);
        }
    }

    @Override
    public void close() {
        model.close();
        described.close();
    }
}
