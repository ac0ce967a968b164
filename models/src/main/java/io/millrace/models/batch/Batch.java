package io.millrace.models.batch;

import io.millrace.models.feature.Row;
import io.millrace.models.tensor.BatchMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Rows that are scored together, from the reservation of the first one to the delivery of the results. */
final class Batch<T> {
    /* Rows are reserved and the batch is sealed under the queue's lock. Each row is written outside of it, by the thread
     * that reserved it. "unwritten" counts the rows that are reserved but not written, plus one until the batch is
     * sealed: whoever brings it to zero, and only they, may hand the batch on, and sees every write. "settled" decides
     * between the worker and the watchdog: whoever sets it delivers. */
    private static final int FIRST_CAPACITY = 16;

    private final Serving serving;
    private final BatchMemory memory;
    private final @Nullable Shadow shadow;
    private final int limit;
    private final List<T> tags = new ArrayList<>(FIRST_CAPACITY);
    private final List<@Nullable LaneState<T>> lanes = new ArrayList<>(FIRST_CAPACITY);
    private long[] arrivals = new long[FIRST_CAPACITY];
    private @Nullable CloseReason closed;
    private final AtomicInteger unwritten = new AtomicInteger(1);
    private final AtomicBoolean settled = new AtomicBoolean();

    Batch(Serving serving, BatchMemory memory) {
        this.serving = serving;
        this.memory = memory;
        this.shadow = serving.shadow();
        this.limit = serving.limit();
    }

    /** Adds a row and returns its index. */
    int reserve(LaneState<T> lane, T tag, long arrivalNanos) {
        int index = tags.size();
        tags.add(tag);
        lanes.add(lane);
        if (index == arrivals.length) {
            arrivals = Arrays.copyOf(arrivals, 2 * index);
        }
        arrivals[index] = arrivalNanos;
        unwritten.incrementAndGet();
        return index;
    }

    /** Ends the reservations, and says whether every row is written. */
    boolean seal(CloseReason reason) {
        closed = reason;
        return unwritten.decrementAndGet() == 0;
    }

    void encode(Row row, int index) {
        serving.model().encoder().encode(row, memory, index);
        if (shadow != null) {
            shadow.encode(row, index);
        }
    }

    /** A row that could not be encoded; nobody hears of it. */
    void abandon(int index) {
        lanes.set(index, null);
    }

    /** Marks a row as written, and says whether it was the last one of a sealed batch. */
    boolean written() {
        return unwritten.decrementAndGet() == 0;
    }

    /** Decides who delivers: true for the first caller only. */
    boolean settle() {
        return settled.compareAndSet(false, true);
    }

    /** Whether the results are delivered already, or nobody waits for them any more. */
    boolean settled() {
        return settled.get();
    }

    boolean full() {
        return tags.size() == limit;
    }

    long oldestArrival() {
        return arrivals[0];
    }

    Serving serving() {
        return serving;
    }

    BatchMemory memory() {
        return memory;
    }

    /** The part of a candidate, or null if there is none. */
    @Nullable
    Shadow shadow() {
        return shadow;
    }

    int limit() {
        return limit;
    }

    int rows() {
        return tags.size();
    }

    List<T> tags() {
        return tags;
    }

    List<@Nullable LaneState<T>> lanes() {
        return lanes;
    }

    /** How long each row waited until then. */
    long[] queueNanos(long startNanos) {
        long[] waited = Arrays.copyOf(arrivals, tags.size());
        for (int i = 0; i < waited.length; i++) {
            waited[i] = startNanos - waited[i];
        }
        return waited;
    }

    CloseReason closed() {
        if (closed == null) {
            throw new IllegalStateException("batch is open: rows=" + rows());
        }
        return closed;
    }
}
