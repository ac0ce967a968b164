package io.millrace.models.batch;

import io.millrace.models.infer.VersionId;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.time.Ticker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The open batch, the batches that wait for a worker, and the memory they may use. */
final class BatchQueue<T> {
    /* Producers and workers meet here, under one lock that is held for a few field accesses: never while a row is
     * encoded, a model runs, a listener is called or memory is freed. A worker is signalled when a batch becomes ready
     * and when the first row of an open one is written; a worker that takes a batch while there is more to do passes
     * the signal on. A worker that waited decides anew, from the batch that is open by then: no deadline outlives its
     * batch. */
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Linger linger;
    private final Ticker ticker;
    private final Deque<Batch<T>> ready = new ArrayDeque<>();
    private final Set<LaneState<T>> starved = new LinkedHashSet<>();
    private @Nullable Batch<T> open;
    private Serving serving;
    private boolean stopped;
    private long earliestNanos;
    private volatile int idle;

    BatchQueue(Linger linger, Serving serving, Ticker ticker) {
        this.linger = linger;
        this.serving = serving;
        this.ticker = ticker;
        this.earliestNanos = ticker.nanos();
    }

    /** Reserves a row in the open batch and leaves its index in the lane; null if all memory is in use. */
    @Nullable
    Batch<T> reserve(LaneState<T> lane, T tag) {
        lock.lock();
        try {
            Batch<T> batch = open == null ? openBatch() : open;
            if (batch == null) {
                starved.add(lane);
                return null;
            }
            lane.reserved(batch.reserve(lane, tag, ticker.nanos()));
            if (batch.full()) {
                seal(batch, CloseReason.FULL);
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Leaves out a row that could not be encoded; others may be reserving rows meanwhile. */
    void abandon(Batch<T> batch, int index) {
        lock.lock();
        try {
            batch.abandon(index);
        } finally {
            lock.unlock();
        }
    }

    /** Says that the thread which reserved a row is done with it. */
    void commit(Batch<T> batch, int index) {
        if (batch.written()) {
            dispatch(batch);
        } else if (index == 0 && idle > 0) {
            wakeOne();
        }
    }

    /** Closes the open batch. */
    void flush() {
        lock.lock();
        try {
            sealOpen(CloseReason.DRAIN);
        } finally {
            lock.unlock();
        }
    }

    /** Lets another version serve from the next row on, unless its epoch is not newer; says which of the two. */
    boolean switchTo(Serving next) {
        Serving old = next;
        boolean last;
        Candidate unused;
        List<LaneState<T>> hungry = List.of();
        lock.lock();
        try {
            if (!stopped && next.epoch() > serving.epoch()) {
                sealOpen(CloseReason.SWITCH);
                old = serving;
                serving = next;
                hungry = takeStarved();
            }
            unused = old.challenge(null, old.epoch());
            last = old.retire();
        } finally {
            lock.unlock();
        }
        if (unused != null) {
            unused.dispose();
        }
        if (last) {
            old.dispose();
        }
        hungry.forEach(LaneState::roomAvailable);
        return old != next;
    }

    /**
     * Lets a candidate score the batches of a version from the next one on, or none; says whether it does. What is not taken
     * is disposed of.
     */
    boolean challenge(Serving champion, @Nullable Candidate next, long epoch) {
        boolean taken;
        Candidate unused;
        lock.lock();
        try {
            taken = !stopped && serving == champion && serving.awaits(next, epoch);
            unused = taken ? serving.challenge(next, epoch) : next;
        } finally {
            lock.unlock();
        }
        if (unused != null) {
            unused.dispose();
        }
        return taken;
    }

    /** What serves the next row. */
    Serving serving() {
        lock.lock();
        try {
            return serving;
        } finally {
            lock.unlock();
        }
    }

    /** Whether an epoch is newer than the one that serves. */
    boolean isNewer(long epoch) {
        lock.lock();
        try {
            return !stopped && epoch > serving.epoch();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a batch to score; null when the queue was stopped. */
    @Nullable
    Batch<T> take() {
        lock.lock();
        try {
            while (!stopped) {
                Batch<T> batch = ready.isEmpty() ? takeOpen() : ready.poll();
                if (batch != null) {
                    earliestNanos = ticker.nanos() + batch.serving().paceNanos();
                    passOn();
                    return batch;
                }
                await();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the memory of a batch back. */
    void release(Batch<T> batch) {
        Shadow shadow = batch.shadow();
        boolean last;
        boolean lastShadow;
        List<LaneState<T>> hungry;
        lock.lock();
        try {
            last = batch.serving().giveBack(batch.memory());
            lastShadow = shadow != null && shadow.candidate().giveBack(shadow);
            hungry = takeStarved();
        } finally {
            lock.unlock();
        }
        if (shadow != null && lastShadow) {
            shadow.candidate().dispose();
        }
        if (last) {
            batch.serving().dispose();
        }
        hungry.forEach(LaneState::roomAvailable);
    }

    /** Learns the time of a forward pass. */
    void observe(Batch<T> batch, long nanos) {
        lock.lock();
        try {
            batch.serving().observe(batch.rows(), nanos);
        } finally {
            lock.unlock();
        }
    }

    /** Drops what waits and lets every worker go. The version is given up with its last batch. */
    void stop() {
        List<Batch<T>> dropped = new ArrayList<>();
        boolean last;
        Candidate unused;
        lock.lock();
        try {
            sealOpen(CloseReason.DRAIN);
            stopped = true;
            dropped.addAll(ready);
            ready.clear();
            starved.clear();
            unused = serving.challenge(null, serving.epoch());
            last = serving.retire();
            work.signalAll();
        } finally {
            lock.unlock();
        }
        if (unused != null) {
            unused.dispose();
        }
        dropped.forEach(this::release);
        if (last) {
            serving.dispose();
        }
    }

    /** The version that serves the next row. */
    VersionId version() {
        return serving().model().id();
    }

    /** Rows that wait for a worker. */
    int waitingRows() {
        lock.lock();
        try {
            int rows = open == null ? 0 : open.rows();
            for (Batch<T> batch : ready) {
                rows += batch.rows();
            }
            return rows;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Batch<T> openBatch() {
        BatchMemory memory = stopped ? null : serving.lease();
        if (memory != null) {
            open = new Batch<>(serving, memory);
        }
        return open;
    }

    private void sealOpen(CloseReason reason) {
        Batch<T> batch = open;
        if (batch != null && seal(batch, reason)) {
            ready.add(batch);
            work.signal();
        }
    }

    private boolean seal(Batch<T> batch, CloseReason reason) {
        open = null;
        return batch.seal(reason);
    }

    private void dispatch(Batch<T> batch) {
        boolean dropped;
        lock.lock();
        try {
            dropped = stopped;
            if (!dropped) {
                ready.add(batch);
                work.signal();
            }
        } finally {
            lock.unlock();
        }
        if (dropped) {
            release(batch);
        }
    }

    private @Nullable Batch<T> takeOpen() {
        Batch<T> batch = open;
        if (batch == null || remainingNanos(batch) > 0) {
            return null;
        }
        return seal(batch, linger.reason()) ? batch : null;
    }

    /** How long an idle worker leaves the open batch alone. */
    private long remainingNanos(Batch<T> batch) {
        long now = ticker.nanos();
        return Math.max(linger.remainingNanos(batch.oldestArrival(), now), earliestNanos - now);
    }

    /* The loop is in take(). "idle" is written under the lock only. An interrupt is meant for a model call, or follows a
     * stop, which take() sees. */
    @SuppressWarnings({"WaitNotInLoop", "NonAtomicVolatileUpdate"})
    private void await() {
        idle++;
        try {
            if (open == null) {
                work.await();
            } else {
                work.awaitNanos(remainingNanos(open));
            }
        } catch (InterruptedException e) {
            return;
        } finally {
            idle--;
        }
    }

    private void passOn() {
        if (idle > 0 && (open != null || !ready.isEmpty())) {
            work.signal();
        }
    }

    private void wakeOne() {
        lock.lock();
        try {
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    private List<LaneState<T>> takeStarved() {
        if (starved.isEmpty()) {
            return List.of();
        }
        List<LaneState<T>> lanes = List.copyOf(starved);
        starved.clear();
        return lanes;
    }
}
