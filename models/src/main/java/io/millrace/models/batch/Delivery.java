package io.millrace.models.batch;

import io.millrace.models.infer.ServedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The results of a batch on their way to the lanes, each of which gets its own rows. */
record Delivery<T>(
        Batch<T> batch, Results results, @Nullable CandidateScores candidate, long startNanos, long endNanos) {

    /** What the version that serves said. */
    record Results(float[] outputs, @Nullable RowFailure[] failures) {}

    void send() {
        LaneState<T> only = onlyLane();
        if (only != null) {
            only.finished(finished(batch.tags(), results, candidate, batch.queueNanos(startNanos)));
            return;
        }
        Map<LaneState<T>, List<Integer>> rowsByLane = new LinkedHashMap<>();
        for (int row = 0; row < batch.rows(); row++) {
            LaneState<T> lane = batch.lanes().get(row);
            if (lane != null) {
                rowsByLane.computeIfAbsent(lane, key -> new ArrayList<>()).add(row);
            }
        }
        rowsByLane.forEach((lane, rows) -> lane.finished(part(rows)));
    }

    private @Nullable LaneState<T> onlyLane() {
        List<@Nullable LaneState<T>> lanes = batch.lanes();
        LaneState<T> first = lanes.get(0);
        for (int row = 1; row < lanes.size(); row++) {
            if (lanes.get(row) != first) {
                return null;
            }
        }
        return first;
    }

    private FinishedBatch<T> part(List<Integer> rows) {
        int width = model().scorer().outputWidth();
        List<T> tags = new ArrayList<>(rows.size());
        float[] partOutputs = new float[rows.size() * width];
        @Nullable RowFailure[] partFailures = new RowFailure[rows.size()];
        long[] queueNanos = batch.queueNanos(startNanos);
        long[] partQueueNanos = new long[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.get(i);
            tags.add(batch.tags().get(row));
            System.arraycopy(results.outputs, row * width, partOutputs, i * width, width);
            partFailures[i] = results.failures[row];
            partQueueNanos[i] = queueNanos[row];
        }
        return finished(
                tags,
                new Results(partOutputs, partFailures),
                candidate == null ? null : candidate.part(rows, width),
                partQueueNanos);
    }

    private FinishedBatch<T> finished(List<T> tags, Results rows, @Nullable CandidateScores second, long[] queueNanos) {
        return new FinishedBatch<>(
                model().id(),
                tags,
                rows.outputs,
                model().scorer().outputWidth(),
                rows.failures,
                queueNanos,
                endNanos - startNanos,
                batch.rows(),
                batch.closed(),
                second);
    }

    private ServedModel model() {
        return batch.serving().model();
    }
}
