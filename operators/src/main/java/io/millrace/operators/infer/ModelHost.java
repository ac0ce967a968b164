package io.millrace.operators.infer;

import io.millrace.models.batch.BatchMetrics;
import io.millrace.models.batch.Lane;
import io.millrace.models.batch.LaneListener;
import io.millrace.models.infer.ModelLease;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ModelSource;
import io.millrace.models.time.Ticker;
import io.millrace.operators.inflight.InFlightQueue.Entry;
import java.io.Serializable;
import java.util.concurrent.ExecutorService;

/** Where a subtask's models are loaded and run. Used by the task thread, except for {@link #acquire}. */
interface ModelHost extends AutoCloseable {

    /** The version that the pipeline asks for now. */
    ModelSource.Resolved resolve() throws ModelLoadException;

    /** A lease on a version, loaded and warmed up. Blocks; safe for use by another thread. */
    ModelLease acquire(int version) throws ModelLoadException, InterruptedException;

    /** Makes the thread in which announced versions are loaded. It is the caller's. */
    ExecutorService loading();

    /** Starts to serve the version, and takes over its lease. Called once. */
    Lane<Entry<Arrival, Outcome>> serve(ModelLease model, long epoch, LaneListener<Entry<Arrival, Outcome>> listener);

    /** Lets another version serve from the next row on, and takes over its lease. */
    void switchTo(ModelLease model, long epoch);

    /**
     * Lets a candidate score every batch beside the version that serves, and takes over its lease.
     *
     * @throws IllegalArgumentException if it does not fit beside that version; the lease is given up
     */
    void challenge(ModelLease candidate, long epoch);

    /** Lets no candidate score any more. */
    void endChallenge(long epoch);

    /** Stops serving. The lane must be closed. */
    @Override
    void close();

    /**
     * The subtask that a host is for.
     *
     * @param owner identifies the operator of the job, the same in all its subtasks
     */
    record Subtask(String owner, BatchMetrics metrics, Ticker ticker) {}

    /** Makes the host of a subtask. */
    @FunctionalInterface
    interface Opener extends Serializable {
        ModelHost open(Subtask subtask) throws ModelLoadException;
    }
}
