package io.millrace.models.batch;

/**
 * What a producer hears from its {@link Batcher}. Called from worker threads, one call at a time: hand over and return. No
 * call is under way once the lane is closed.
 */
public interface LaneListener<T> {

    /** Takes the producer's rows of a finished batch. Every accepted row is in exactly one such call, or lost to a fault. */
    void finished(FinishedBatch<T> batch);

    /** An offer that was refused may succeed now. */
    void roomAvailable();

    /** The engine itself failed; no more calls follow. */
    void fault(Throwable cause);
}
