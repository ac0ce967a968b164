package io.millrace.models.batch;

import io.millrace.models.feature.Row;

/** A lane: where its producer's rows go in, and its listener. */
final class LaneState<T> implements Lane<T> {
    /* "reservedIndex" belongs to the producer's thread. Calls of the listener are made under the monitor of this object,
     * so that they never overlap and none is under way once the lane is closed. Nothing else is locked inside. */
    private final BatchQueue<T> queue;
    private final LaneListener<T> listener;
    private int reservedIndex;
    private boolean silent;

    LaneState(BatchQueue<T> queue, LaneListener<T> listener) {
        this.queue = queue;
        this.listener = listener;
    }

    void reserved(int index) {
        reservedIndex = index;
    }

    @Override
    public boolean offer(Row row, T tag) {
        Batch<T> batch = queue.reserve(this, tag);
        if (batch == null) {
            return false;
        }
        int index = reservedIndex;
        boolean encoded = false;
        try {
            batch.encode(row, index);
            encoded = true;
        } finally {
            if (!encoded) {
                queue.abandon(batch, index);
            }
            queue.commit(batch, index);
        }
        return true;
    }

    @Override
    public void flush() {
        queue.flush();
    }

    @Override
    public synchronized void close() {
        silent = true;
    }

    synchronized boolean closed() {
        return silent;
    }

    synchronized void finished(FinishedBatch<T> batch) {
        if (!silent) {
            listener.finished(batch);
        }
    }

    synchronized void roomAvailable() {
        if (!silent) {
            listener.roomAvailable();
        }
    }

    synchronized void fault(Throwable cause) {
        if (!silent) {
            silent = true;
            listener.fault(cause);
        }
    }
}
