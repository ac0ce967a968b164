package io.millrace.models.batch;

/** Hears of every batch. Called from worker threads, several at once. */
@FunctionalInterface
public interface BatchMetrics {

    /** Hears nothing. */
    BatchMetrics NONE = report -> {};

    /** Takes the figures of a batch that was scored or given up. */
    void done(Report report);

    /** Takes the time that a candidate took for a batch. */
    default void shadowed(long modelNanos) {}

    /**
     * The figures of one batch.
     *
     * @param limit most rows the batch could have taken
     * @param oldestQueueNanos from the arrival of its oldest row to the start of the forward pass
     * @param modelNanos time of the forward pass, splits included
     * @param extraCalls calls of the model beyond the first, to find the rows on which it fails
     */
    record Report(CloseReason closed, int rows, int limit, long oldestQueueNanos, long modelNanos, int extraCalls) {}
}
