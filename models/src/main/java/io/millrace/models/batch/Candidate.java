package io.millrace.models.batch;

import io.millrace.models.infer.ModelLease;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A version that scores the batches of a {@link Serving} a second time: from the first batch after it came until the last of
 * those is done. It reads the memory of the version that serves if both encode rows alike, and otherwise its own.
 *
 * <p>Used under the queue's lock, except for {@link #model} and {@link #dispose}.
 */
final class Candidate {
    private final ModelLease lease;
    private final @Nullable TensorMemory memory;
    private final Deque<BatchMemory> free = new ArrayDeque<>();
    private int leased;
    private boolean retired;

    /**
     * Takes over the lease, also when it fails.
     *
     * @throws IllegalArgumentException if the version has outputs of another width than the one that serves
     */
    Candidate(ModelLease lease, ServedModel champion, Batcher.Settings settings) {
        this.lease = lease;
        try {
            requireSameWidth(lease.model(), champion);
            boolean alike = lease.model().encoder().equals(champion.encoder());
            this.memory = alike ? null : allocate(settings);
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }

    private static void requireSameWidth(ServedModel candidate, ServedModel champion) {
        int width = candidate.scorer().outputWidth();
        int expected = champion.scorer().outputWidth();
        if (width != expected) {
            throw new IllegalArgumentException("candidate has another number of outputs than the champion: candidate="
                    + candidate.id() + ", outputs=" + width + ", champion=" + champion.id() + ", outputs=" + expected);
        }
    }

    private TensorMemory allocate(Batcher.Settings settings) {
        var inputs = lease.model().encoder().inputs();
        TensorMemory own = TensorMemory.forBatches(inputs, settings.maxSize(), settings.buffers());
        try {
            for (int i = 0; i < settings.buffers(); i++) {
                free.add(own.batch(inputs, settings.maxSize()));
            }
            free.forEach(BatchMemory::zero);
            return own;
        } catch (RuntimeException | Error e) {
            free.forEach(BatchMemory::close);
            own.close();
            throw e;
        }
    }

    ServedModel model() {
        return lease.model();
    }

    /** Its part in a batch. */
    Shadow shadow() {
        leased++;
        return new Shadow(this, free.poll());
    }

    /** Takes back its part in a batch, and says whether everything is to be disposed of. */
    boolean giveBack(Shadow shadow) {
        BatchMemory own = shadow.memory();
        if (own != null) {
            free.push(own);
        }
        leased--;
        return retired && leased == 0;
    }

    /** Ends the service, and says whether everything is to be disposed of. */
    boolean retire() {
        boolean first = !retired;
        retired = true;
        return first && leased == 0;
    }

    /** Frees the memory and gives the model up. */
    void dispose() {
        try {
            free.forEach(BatchMemory::close);
            if (memory != null) {
                memory.close();
            }
        } finally {
            lease.close();
        }
    }
}
