package io.millrace.models.batch;

import io.millrace.models.infer.VersionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one producer in one batch, scored. Everything is on the heap; no off-heap memory is referenced.
 *
 * @param tags what the producer handed in with each row, in the order of the rows
 * @param outputs {@code tags.size() * width} floats, row after row; the elements of a failed row mean nothing
 * @param failures one element per row, null where the row succeeded
 * @param queueNanos one element per row: from its arrival to the start of the forward pass
 * @param modelNanos time of the forward pass of the whole batch, splits included
 * @param batchRows rows in the whole batch, of all producers
 * @param candidate what a candidate said about the same rows; null if there was none
 */
public record FinishedBatch<T>(
        VersionId model,
        List<T> tags,
        float[] outputs,
        int width,
        @Nullable RowFailure[] failures,
        long[] queueNanos,
        long modelNanos,
        int batchRows,
        CloseReason closed,
        @Nullable CandidateScores candidate) {}
