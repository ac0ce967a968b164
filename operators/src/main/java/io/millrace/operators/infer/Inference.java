package io.millrace.operators.infer;

import io.millrace.config.BatchingConfig;
import io.millrace.models.batch.FinishedBatch;
import io.millrace.models.batch.Lane;
import io.millrace.operators.inflight.InFlightQueue;
import io.millrace.operators.inflight.InFlightQueue.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.jspecify.annotations.Nullable;

/**
 * The events of one subtask from their arrival to their departure: first in a backlog, then in the queue, where each has
 * reserved its place, and there under way in the batcher. Used by the task thread only.
 *
 * <p>Every event is in exactly one of backlog and queue until it has left, so that {@link #forEachArrival} is what a
 * checkpoint must hold.
 */
final class Inference {
    /** What is read of so many events fits into the second-level cache by far. */
    private static final int RECALLED = 64;

    private final InFlightQueue<Arrival, Outcome> queue;
    private final Lane<Entry<Arrival, Outcome>> lane;
    private final Departures departures;
    private final Waiting waiting;
    private final Deque<Arrival> backlog = new ArrayDeque<>();
    private final List<FinishedBatch<Entry<Arrival, Outcome>>> held = new ArrayList<>();
    private final Recall recall = new Recall();
    private @Nullable Entry<Arrival, Outcome> refused;
    private boolean holding;

    /** How the task thread waits: runs one piece of work that was handed to it, or waits for one. */
    @FunctionalInterface
    interface Waiting {
        void await() throws InterruptedException;
    }

    Inference(BatchingConfig batching, Lane<Entry<Arrival, Outcome>> lane, Departures departures, Waiting waiting) {
        this.queue = new InFlightQueue<>(batching.order(), batching.capacity(), new InFlightQueue.Output<>() {
            @Override
            public void result(Arrival arrival, Outcome outcome) {
                outcome.leave(arrival, departures);
            }

            @Override
            public void barrier(StreamElement barrier) {
                departures.barrier(barrier);
            }
        });
        this.lane = lane;
        this.departures = departures;
        this.waiting = waiting;
    }

    /** Takes an event up that came before everything else, without waiting for room. */
    void restore(Arrival arrival) {
        backlog.add(arrival);
    }

    /** Takes an event up, and waits until it and everything before it is in a batch. */
    void add(Arrival arrival) throws InterruptedException {
        backlog.add(arrival);
        while (!advance()) {
            waiting.await();
        }
        departures.pause();
    }

    /** Lets a watermark or a watermark status follow everything that has come so far. */
    void addBarrier(StreamElement barrier) throws InterruptedException {
        while (!advance() && !backlog.isEmpty()) {
            waiting.await();
        }
        queue.addBarrier(barrier);
        departures.pause();
    }

    /** Moves events on as far as there is room. */
    void resume() {
        if (!holding) {
            advance();
            departures.pause();
        }
    }

    /** Lets the rows of a finished batch leave, and others take their place; keeps the batch while nothing may leave. */
    void finished(FinishedBatch<Entry<Arrival, Outcome>> batch) {
        if (holding) {
            held.add(batch);
            return;
        }
        List<Entry<Arrival, Outcome>> entries = batch.tags();
        for (int from = 0; from < entries.size(); from += RECALLED) {
            int to = Math.min(entries.size(), from + RECALLED);
            recall.events(entries.subList(from, to));
            for (int row = from; row < to; row++) {
                queue.complete(entries.get(row), Outcome.of(batch, row));
            }
        }
        resume();
    }

    /** Lets nothing leave any more: what is inside belongs to a savepoint with which the job stops. */
    void hold() {
        holding = true;
    }

    /** Lets everything leave again that has been held. */
    void release() {
        holding = false;
        held.forEach(this::finished);
        held.clear();
        resume();
    }

    /** Waits until everything has left. */
    void drain() throws InterruptedException {
        while (!advance()) {
            waiting.await();
        }
        if (!queue.isEmpty()) {
            lane.flush();
        }
        while (!queue.isEmpty()) {
            waiting.await();
        }
        departures.pause();
    }

    /** Shows every event that has not left, oldest first. */
    void forEachArrival(Consumer<? super Arrival> action) {
        queue.forEachInput(action);
        backlog.forEach(action);
    }

    /** Number of events that have not left. Another thread may read it; what it sees may be old. */
    int size() {
        return queue.size() + backlog.size();
    }

    /* Returns whether nothing waits for room any more. At most one event is in the queue without being in a batch: the
     * one that the lane refused. The lane says when to try again, and a full queue has results under way. */
    private boolean advance() {
        if (refused != null && !offer(refused)) {
            return false;
        }
        refused = null;
        while (!backlog.isEmpty()) {
            if (queue.full()) {
                return false;
            }
            Entry<Arrival, Outcome> entry = queue.add(backlog.remove());
            if (!offer(entry)) {
                refused = entry;
                return false;
            }
        }
        return true;
    }

    private boolean offer(Entry<Arrival, Outcome> entry) {
        try {
            return lane.offer(entry.input().event(), entry);
        } catch (RuntimeException e) {
            queue.complete(entry, Outcome.Failed.encoding(e));
            return true;
        }
    }
}
