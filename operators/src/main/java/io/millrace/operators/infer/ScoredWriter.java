package io.millrace.operators.infer;

import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.ScoredBatch;
import java.io.Serializable;
import java.util.List;

/** Writes down what the model saw and said. Used by one thread. */
public interface ScoredWriter extends AutoCloseable {

    /**
     * Puts predictions of one batch and one version, at least one, into one record batch; or into several where one would
     * be too large for a record.
     */
    List<ScoredBatch> write(List<Prediction> rows);

    @Override
    void close();

    /** Makes the writer of a subtask. */
    @FunctionalInterface
    interface Opener extends Serializable {
        ScoredWriter open();
    }
}
