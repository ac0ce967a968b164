package io.millrace.models.batch;

import io.millrace.models.infer.Scorer;
import io.millrace.models.infer.ScoringException;
import io.millrace.models.tensor.BatchMemory;
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
    private final BatchMemory memory;
    private final int mostCalls;
    private final @Nullable RowFailure[] failures;
    private float[] outputs = {};
    private int calls;

    private Scores(Batch<?> batch, Scorer scorer, BatchMemory memory, int mostCalls) {
        this.batch = batch;
        this.scorer = scorer;
        this.memory = memory;
        this.mostCalls = mostCalls;
        this.failures = new RowFailure[batch.rows()];
    }

    /** Scores a sealed batch. */
    static Scores of(Batch<?> batch) {
        return new Scores(batch, batch.serving().model().scorer(), batch.memory(), Integer.MAX_VALUE).run();
    }

    /** Scores a sealed batch with a candidate, whose search for culprits ends after as many calls as one of them costs. */
    static Scores ofCandidate(Scorer scorer, BatchMemory memory, Batch<?> batch) {
        int halvings = Integer.SIZE - Integer.numberOfLeadingZeros(batch.rows() - 1);
        return new Scores(batch, scorer, memory, 1 + 2 * halvings).run();
    }

    private Scores run() {
        int rows = batch.rows();
        try {
            outputs = call(0, rows);
        } catch (ScoringException | RuntimeException e) {
            outputs = new float[rows * scorer.outputWidth()];
            failed(0, rows, e);
        }
        checkFinite();
        return this;
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
        float[] scored = scorer.score(memory, from, rows);
        if (scored.length != rows * scorer.outputWidth()) {
            throw new ScoringException("model returned another number of outputs: count=" + scored.length
                    + ", expected=" + rows * scorer.outputWidth() + ", rows=" + rows);
        }
        return scored;
    }

    private void failed(int from, int rows, Exception cause) {
        if (rows == 1 || calls >= mostCalls) {
            String detail = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
            Arrays.fill(failures, from, from + rows, new RowFailure(RowFailure.Kind.MODEL_FAILED, detail));
            return;
        }
        int half = rows / 2;
        retry(from, half, cause);
        retry(from + half, rows - half, cause);
    }

    private void retry(int from, int rows, Exception cause) {
        if (batch.settled()) {
            return;
        }
        if (calls >= mostCalls) {
            failed(from, rows, cause);
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
