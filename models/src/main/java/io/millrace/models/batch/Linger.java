package io.millrace.models.batch;

/**
 * When an incomplete batch leaves: as soon as a worker is idle, or, with a maximum delay, when in addition its oldest row
 * is that old.
 */
record Linger(long maxDelayNanos) {

    /** How long an idle worker still waits for more rows; the batch leaves at zero or less. */
    long remainingNanos(long oldestArrivalNanos, long nowNanos) {
        return maxDelayNanos == 0 ? 0 : maxDelayNanos - (nowNanos - oldestArrivalNanos);
    }

    /** The reason with which an idle worker closes a batch. */
    CloseReason reason() {
        return maxDelayNanos == 0 ? CloseReason.IDLE_WORKER : CloseReason.DEADLINE;
    }
}
