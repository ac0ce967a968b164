package io.millrace.models.batch;

import io.millrace.models.infer.Scorer;
import io.millrace.models.infer.ScoringException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of every row of a batch. If the model fails on a batch, the batch is halved until the culprits stand
 * alone: one of {@code n} rows costs at most {@code 2 * ceil(log2 n)} calls more. The search ends early if nobody waits
 * for the results any more.
 */
final class Scores {
    private final Batch<?> batch;
    private final Scorer scorer;
    private final @Nullable RowFailure[] failures;
    private float[] outputs = {};
    private int calls;

    private Scores(Batch<?> batch) {
        this.batch = batch;
        this.scorer = batch.serving().model().scorer();
        this.failures = new RowFailure[batch.rows()];
    }

    /** Scores a sealed batch. */
    static Scores of(Batch<?> batch) {
        Scores scores = new Scores(batch);
        int rows = batch.rows();
        try {
            scores.outputs = scores.call(0, rows);
        } catch (ScoringException | RuntimeException e) {
            scores.outputs = new float[rows * scores.scorer.outputWidth()];
            scores.failed(0, rows, e);
        }
        scores.checkFinite();
        return scores;
    }

    /** The same failure for every row. */
    static @Nullable RowFailure[] allFailed(int rows, RowFailure failure) {
        @Nullable RowFailure[] failures = new RowFailure[rows];
        Arrays.fill(failures, failure);
        return failures;
    }

    float[] outputs() {
        return outputs;
    }

    @Nullable
    RowFailure[] failures() {
        return failures;
    }

    /** Calls beyond the first. */
    int extraCalls() {
        return calls - 1;
    }

    private float[] call(int from, int rows) throws ScoringException {
        calls++;
        float[] scored = scorer.score(batch.memory(), from, rows);
        if (scored.length != rows * scorer.outputWidth()) {
            throw new ScoringException("model returned another number of outputs: count=" + scored.length
                    + ", expected=" + rows * scorer.outputWidth() + ", rows=" + rows);
        }
        return scored;
    }

    private void failed(int from, int rows, Exception cause) {
        if (rows == 1) {
            String detail = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
            failures[from] = new RowFailure(RowFailure.Kind.MODEL_FAILED, detail);
            return;
        }
        int half = rows / 2;
        retry(from, half);
        retry(from + half, rows - half);
    }

    private void retry(int from, int rows) {
        if (batch.settled()) {
            return;
        }
        try {
            System.arraycopy(call(from, rows), 0, outputs, from * scorer.outputWidth(), rows * scorer.outputWidth());
        } catch (ScoringException | RuntimeException e) {
            failed(from, rows, e);
        }
    }

    private void checkFinite() {
        int width = scorer.outputWidth();
        for (int i = 0; i < outputs.length; i++) {
            int row = i / width;
            if (!Float.isFinite(outputs[i]) && failures[row] == null) {
                failures[row] = new RowFailure(
                        RowFailure.Kind.NOT_FINITE,
                        "model returned no finite number: output=" + i % width + ", value=" + outputs[i]);
            }
        }
    }
}
