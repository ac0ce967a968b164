package io.millrace.models.batch;

import io.millrace.models.infer.VersionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate said about the rows of a batch, beside the version that served.
 *
 * @param outputs as many for each row as the version that served has; the elements of a failed row mean nothing
 * @param failures one element per row, null where the row succeeded
 * @param modelNanos time of its forward pass of the whole batch, splits included
 */
public record CandidateScores(
        VersionId model, float[] outputs, @Nullable RowFailure[] failures, long modelNanos) {

    /** The scores of some of the rows. */
    CandidateScores part(List<Integer> rows, int width) {
        float[] partOutputs = new float[rows.size() * width];
        @Nullable RowFailure[] partFailures = new RowFailure[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(outputs, rows.get(i) * width, partOutputs, i * width, width);
            partFailures[i] = failures[rows.get(i)];
        }
        return new CandidateScores(model, partOutputs, partFailures, modelNanos);
    }
}
