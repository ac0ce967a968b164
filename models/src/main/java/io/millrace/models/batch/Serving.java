package io.millrace.models.batch;

import io.millrace.models.infer.ModelLease;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A model version in a batcher, with the memory of its batches: from its switch until the last of its batches is done.
 *
 * <p>Used under the queue's lock, except for {@link #dispose} and {@link #stuckCandidates}.
 */
final class Serving {
    private final ModelLease lease;
    private final long epoch;
    private final TensorMemory memory;
    private final Deque<BatchMemory> free;
    private final CostModel cost;
    private final BatchLimit limit;
    private final Pace pace;
    private final Set<Object> stuck = ConcurrentHashMap.newKeySet();
    private @Nullable Candidate candidate;
    private long candidateEpoch = Long.MIN_VALUE;
    private int leased;
    private boolean retired;

    /** Takes over the lease, also when it fails for lack of memory. */
    Serving(ModelLease lease, long epoch, Batcher.Settings settings) {
        this.lease = lease;
        this.epoch = epoch;
        ServedModel model = lease.model();
        int buffers = settings.buffers();
        this.memory = TensorMemory.forBatches(model.encoder().inputs(), settings.maxSize(), buffers);
        this.free = new ArrayDeque<>(buffers);
        this.cost = new CostModel(lease.profile(), settings.maxSize());
        this.limit = new BatchLimit(settings.targetLatency().toNanos(), settings.maxSize(), cost);
        this.pace = new Pace(settings.targetLatency().toNanos());
        try {
            for (int i = 0; i < buffers; i++) {
                free.add(memory.batch(model.encoder().inputs(), settings.maxSize()));
            }
            free.forEach(BatchMemory::zero);
        } catch (RuntimeException | Error e) {
            dispose();
            throw e;
        }
    }

    ServedModel model() {
        return lease.model();
    }

    /** The number of alias moves after which this version was the answer. */
    long epoch() {
        return epoch;
    }

    /** Most rows of the next batch. */
    int limit() {
        return limit.rows();
    }

    /** From the start of a batch to the earliest start of an incomplete one. */
    long paceNanos() {
        return pace.nanos(cost);
    }

    /** Memory for a batch, or null if all of it is in use. */
    @Nullable
    BatchMemory lease() {
        BatchMemory batch = free.poll();
        if (batch != null) {
            leased++;
        }
        return batch;
    }

    /** Takes the memory of a batch back, and says whether everything is to be disposed of. */
    boolean giveBack(BatchMemory batch) {
        free.push(batch);
        leased--;
        return retired && leased == 0;
    }

    /** A candidate's part in the next batch, or null if there is none. */
    @Nullable
    Shadow shadow() {
        return candidate == null ? null : candidate.shadow();
    }

    /** Whether a candidate of an epoch is news: those who share a batcher all say the same. */
    boolean awaits(@Nullable Candidate next, long candidacy) {
        boolean first = next != null && candidate == null && candidacy == candidateEpoch;
        return candidacy >= epoch && (first || candidacy > candidateEpoch);
    }

    /** Lets another candidate take part from the next batch on, or none; returns the one before if it is to be disposed of. */
    @Nullable
    Candidate challenge(@Nullable Candidate next, long candidacy) {
        Candidate before = candidate;
        candidate = next;
        candidateEpoch = candidacy;
        return before != null && before.retire() ? before : null;
    }

    /**
     * The calls of candidates that were given up and have not returned. While there is one no other begins: each keeps the
     * memory of a batch.
     */
    Set<Object> stuckCandidates() {
        return stuck;
    }

    /** Ends the service, and says whether everything is to be disposed of. */
    boolean retire() {
        boolean first = !retired;
        retired = true;
        return first && leased == 0;
    }

    /** Learns the time of a forward pass. */
    void observe(int rows, long nanos) {
        cost.observe(rows, nanos);
        limit.update(cost);
    }

    /** Frees the memory and gives the model up. */
    void dispose() {
        try {
            free.forEach(BatchMemory::close);
            memory.close();
        } finally {
            lease.close();
        }
    }
}
