package io.millrace.models.batch;

import io.millrace.models.feature.Row;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.time.Ticker;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A candidate's part in a batch. Whatever goes wrong in it is a failure of rows, in this part alone. */
final class Shadow {
    private final Candidate candidate;
    private final @Nullable BatchMemory memory;
    private final Map<Integer, RowFailure> unencoded = new ConcurrentHashMap<>();

    /** @param memory where its rows are encoded; null if it reads those of the version that serves */
    Shadow(Candidate candidate, @Nullable BatchMemory memory) {
        this.candidate = candidate;
        this.memory = memory;
    }

    Candidate candidate() {
        return candidate;
    }

    @Nullable
    BatchMemory memory() {
        return memory;
    }

    /** Writes a row; called by the thread that reserved it. */
    void encode(Row row, int index) {
        if (memory != null) {
            try {
                model().encoder().encode(row, memory, index);
            } catch (RuntimeException e) {
                unencoded.put(index, new RowFailure(RowFailure.Kind.MODEL_FAILED, "row cannot be encoded: cause=" + e));
            }
        }
    }

    /** Scores a sealed batch; gives up its search for bad rows early. */
    CandidateScores score(Batch<?> batch, Ticker ticker) {
        long start = ticker.nanos();
        try {
            Scores scores = Scores.ofCandidate(model().scorer(), memory == null ? batch.memory() : memory, batch);
            @Nullable RowFailure[] failures = scores.failures();
            unencoded.forEach((index, failure) -> failures[index] = failure);
            return new CandidateScores(model().id(), scores.outputs(), failures, ticker.nanos() - start);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Error e) {
            return failed(batch, new RowFailure(RowFailure.Kind.MODEL_FAILED, "candidate failed: cause=" + e));
        }
    }

    /** The same failure for every row. */
    CandidateScores failed(Batch<?> batch, RowFailure failure) {
        return new CandidateScores(
                model().id(),
                new float[batch.rows() * model().scorer().outputWidth()],
                Scores.allFailed(batch.rows(), failure),
                /* modelNanos= */ 0);
    }

    private ServedModel model() {
        return candidate.model();
    }
}
