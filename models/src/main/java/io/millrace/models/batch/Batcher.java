package io.millrace.models.batch;

import io.millrace.config.BatchingConfig;
import io.millrace.models.infer.ModelLease;
import io.millrace.models.infer.VersionId;
import io.millrace.models.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the rows of its lanes into batches, and runs the model on them in threads of its own.
 *
 * <p>A batch leaves when it is full, when its oldest row has waited for the maximum delay and a worker is idle (at once
 * if the delay is zero), when a lane is flushed, and when another version takes over. Work-conserving: with a delay of
 * zero no worker is idle while a row waits.
 */
public final class Batcher<T> implements AutoCloseable {
    private final Settings settings;
    private final BatchQueue<T> queue;
    private final Workers<T> workers;
    private final List<LaneState<T>> lanes = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();

    /**
     * How a batcher works.
     *
     * @param name part of the names of its threads
     */
    public record Settings(
            String name, int maxSize, Duration maxDelay, Duration targetLatency, int workers, Duration timeout) {
        private static final int SLOW_FACTOR = 10;
        private static final Duration LEAST_CANDIDATE_BUDGET = Duration.ofSeconds(1);

        public static Settings of(String name, BatchingConfig config) {
            return new Settings(
                    name,
                    config.maxSize(),
                    config.maxDelay(),
                    config.targetLatency(),
                    config.workers(),
                    config.timeout());
        }

        /** How long a candidate may take for a batch before the results leave without it. */
        Duration candidateBudget() {
            Duration slow = targetLatency.multipliedBy(SLOW_FACTOR);
            Duration patient = slow.compareTo(LEAST_CANDIDATE_BUDGET) < 0 ? LEAST_CANDIDATE_BUDGET : slow;
            return patient.compareTo(timeout) < 0 ? patient : timeout;
        }

        /** Batches that may exist at once: one with each worker, one that waits, and one that is open. */
        int buffers() {
            return workers + 2;
        }
    }

    /** What a batcher needs from outside. */
    public record Surroundings(Ticker ticker, BatchMetrics metrics) {}

    /** Starts the threads. Takes over the lease of a version that was the answer at an epoch. */
    public Batcher(Settings settings, ModelLease model, long epoch, Surroundings surroundings) {
        this.settings = settings;
        Linger linger = new Linger(settings.maxDelay().toNanos());
        this.queue = new BatchQueue<>(linger, new Serving(model, epoch, settings), surroundings.ticker());
        this.workers = new Workers<>(settings, queue, surroundings, this::fail);
        workers.start();
    }

    /** Opens a way in for one producer. */
    public Lane<T> lane(LaneListener<T> listener) {
        LaneState<T> lane = new LaneState<>(queue, listener);
        lanes.removeIf(LaneState::closed);
        lanes.add(lane);
        Throwable cause = fault.get();
        if (cause != null) {
            lane.fault(cause);
        }
        return lane;
    }

    /**
     * Lets another version serve from the next row on, and takes over its lease. The version before it finishes its
     * batches and is given up after the last one. Rows of two versions never share a batch.
     *
     * @return whether it serves now: false, and the lease is given up, if its epoch is not newer than the present one
     */
    public boolean switchTo(ModelLease model, long epoch) {
        if (!queue.isNewer(epoch)) {
            model.close();
            return false;
        }
        return queue.switchTo(new Serving(model, epoch, settings));
    }

    /**
     * Lets a candidate score every batch a second time, from the next batch on, and takes over its lease. The candidate
     * before it finishes its batches and is given up after the last one. Nothing that a candidate does costs a row its
     * result.
     *
     * @param epoch not older than that of the version that serves
     * @return whether it does: false, and the lease is given up, if the epoch is too old, or a candidate of this epoch is
     *     there
     * @throws IllegalArgumentException if it does not fit beside the version that serves; the lease is given up
     */
    public boolean challenge(ModelLease candidate, long epoch) {
        Serving serving = queue.serving();
        return queue.challenge(serving, new Candidate(candidate, serving.model(), settings), epoch);
    }

    /** Lets no candidate score from the next batch on, unless the epoch is too old. */
    public void endChallenge(long epoch) {
        queue.challenge(queue.serving(), null, epoch);
    }

    /** The version that serves the next row. */
    public VersionId version() {
        return queue.version();
    }

    /** Rows that wait for a worker. */
    public int waitingRows() {
        return queue.waitingRows();
    }

    /** Workers whose model call was given up and has not returned. */
    public int stuckWorkers() {
        return workers.stuck();
    }

    /** Whether the engine failed; then nothing is scored any more. */
    public boolean failed() {
        return fault.get() != null;
    }

    private void fail(Throwable cause) {
        if (fault.compareAndSet(null, cause)) {
            queue.stop();
            lanes.forEach(lane -> lane.fault(cause));
        }
    }

    /**
     * Drops the rows that wait, closes the lanes, waits for the threads to end, and frees the memory and the model. A
     * thread that is stuck in the model keeps both until it returns.
     */
    @Override
    public void close() {
        lanes.forEach(LaneState::close);
        queue.stop();
        workers.close();
    }
}
