package io.millrace.models.infer;

import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorSpec;
import java.util.List;

/**
 * A model that is ready to run. Engine-neutral: nothing here says PyTorch.
 *
 * <p>{@link #score} may be called from several threads at once.
 */
public interface Scorer extends AutoCloseable {

    /** The inputs, in the order in which the model takes them. */
    List<TensorSpec> inputs();

    /** Elements in the output of one row. */
    int outputWidth();

    /**
     * Scores rows {@code from} to {@code from + rows} of the batch with one forward pass and returns their outputs, row
     * after row: exactly {@code rows * outputWidth()} floats. The batch's memory is not referenced after the return.
     *
     * @throws ScoringException if the model fails on these rows, or returns another shape than it declared; an
     *     {@link Error} is a fault of the engine and not of the rows
     */
    float[] score(BatchMemory batch, int from, int rows) throws ScoringException;

    /** Scores the first {@code rows} rows of the batch. */
    default float[] score(BatchMemory batch, int rows) throws ScoringException {
        return score(batch, 0, rows);
    }

    /** Releases the model. No call of {@link #score} may be under way. */
    @Override
    void close();
}
