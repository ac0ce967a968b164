package io.millrace.models.feature;

import io.millrace.models.tensor.BatchMemory;

/** The columns of one input that are encoded in the same way. */
interface ColumnGroup {

    /** Writes the elements of these columns into a row of the batch. Hot: allocates nothing. */
    void write(Row row, BatchMemory memory, int index);
}
