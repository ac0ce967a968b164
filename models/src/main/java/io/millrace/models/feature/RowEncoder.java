package io.millrace.models.feature;

import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorSpec;
import java.util.List;

/**
 * Writes rows into the memory of a batch, as the elements that a model expects. Safe for use by several threads. Equal
 * encoders write the same elements for every row.
 */
public interface RowEncoder {

    /** The inputs that are written, in order. */
    List<TensorSpec> inputs();

    /** Writes every element of the row at {@code index} of every input. Hot: allocates nothing. */
    void encode(Row row, BatchMemory memory, int index);
}
