package io.millrace.operators.infer;

import io.millrace.models.tensor.ScoredVersions;
import io.millrace.operators.record.ScoredBatch;
import java.io.Serializable;
import java.util.List;

/** Writes down what the model saw and said. Used by one thread. */
public interface ScoredWriter extends AutoCloseable {

    /**
     * Puts predictions of one batch, at least one, into one record batch; or into several where one would be too large for
     * a record.
     *
     * @param versions those that scored the batch
     */
    List<ScoredBatch> write(ScoredVersions versions, List<Shadowed> rows);

    @Override
    void close();

    /** Makes the writer of a subtask. */
    @FunctionalInterface
    interface Opener extends Serializable {
        ScoredWriter open();
    }
}
