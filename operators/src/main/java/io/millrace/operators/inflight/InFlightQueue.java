package io.millrace.operators.inflight;

import io.millrace.config.BatchingConfig.Order;
import java.util.function.Consumer;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.jspecify.annotations.Nullable;

/**
 * Elements between their arrival and the emission of their result, in order of arrival, with watermarks and watermark
 * statuses as barriers. No result passes a barrier in either direction that the input did not: ordered, results leave
 * in order of arrival; unordered, they leave when they are complete, but only after everything that arrived before the
 * preceding barrier.
 *
 * <p>Capacity counts elements, not barriers, and is a reservation: {@link #add} refuses when it is exhausted.
 *
 * <p>Used by one thread, the task's.
 *
 * @param <I> the input
 * @param <R> the result
 */
public final class InFlightQueue<I, R> {
    /* A doubly linked list from oldest to newest. Completing an element is O(1) plus what it releases. Unordered, a
     * node may leave as soon as no barrier precedes it; "segment" counts the barriers that arrived before a node, and
     * "openSegment" those that have left, so the question is one comparison. */
    private final Order order;
    private final int capacity;
    private final Output<I, R> output;
    private @Nullable Node<I, R> oldest;
    private @Nullable Node<I, R> newest;
    private long segment;
    private long openSegment;
    private int size;

    /** Receives what leaves the queue. */
    public interface Output<I, R> {

        /** Takes the result of an element. */
        void result(I input, R result);

        /** Takes a watermark or a watermark status. */
        void barrier(StreamElement barrier);
    }

    /** An element in the queue; the receipt with which it is completed. */
    public static final class Entry<I, R> extends Node<I, R> {
        private final I input;
        private @Nullable R result;

        private Entry(long segment, I input) {
            super(segment);
            this.input = input;
        }

        public I input() {
            return input;
        }
    }

    private static final class Barrier<I, R> extends Node<I, R> {
        private final StreamElement element;

        private Barrier(long segment, StreamElement element) {
            super(segment);
            this.element = element;
        }
    }

    private abstract static class Node<I, R> {
        final long segment;

        @Nullable
        Node<I, R> older;

        @Nullable
        Node<I, R> newer;

        Node(long segment) {
            this.segment = segment;
        }
    }

    public InFlightQueue(Order order, int capacity, Output<I, R> output) {
        if (capacity < 1) {
            throw new IllegalArgumentException("queue holds nothing: capacity=" + capacity + ", min=1");
        }
        this.order = order;
        this.capacity = capacity;
        this.output = output;
    }

    public boolean full() {
        return size >= capacity;
    }

    /** Number of elements whose result has not left. */
    public int size() {
        return size;
    }

    /** Whether neither an element nor a barrier is left. */
    public boolean isEmpty() {
        return oldest == null;
    }

    /**
     * Whether an element that is complete on arrival would leave at once, so that it need not be added: nothing is in the
     * queue, or unordered, no barrier is.
     */
    public boolean letsPass() {
        return order == Order.UNORDERED ? segment == openSegment : oldest == null;
    }

    /**
     * Appends an element.
     *
     * @throws IllegalStateException if the queue is full
     */
    public Entry<I, R> add(I input) {
        if (full()) {
            throw new IllegalStateException("queue is full: size=" + size + ", capacity=" + capacity);
        }
        Entry<I, R> entry = new Entry<>(segment, input);
        append(entry);
        size++;
        return entry;
    }

    /** Lets a watermark or a watermark status follow everything that is in the queue. */
    public void addBarrier(StreamElement barrier) {
        if (oldest == null) {
            output.barrier(barrier);
            return;
        }
        append(new Barrier<>(segment, barrier));
        segment++;
    }

    /**
     * Completes an element and emits whatever may leave now.
     *
     * @throws IllegalStateException if the element is complete already
     */
    public void complete(Entry<I, R> entry, R result) {
        if (entry.result != null) {
            throw new IllegalStateException("element was completed twice: input=" + entry.input);
        }
        entry.result = result;
        if (order == Order.UNORDERED && entry.segment == openSegment) {
            emit(entry, result);
        }
        if (oldest != null && mayLeave(oldest)) {
            drain();
        }
    }

    /** Shows every input whose result has not left, oldest first. */
    public void forEachInput(Consumer<? super I> action) {
        for (Node<I, R> node = oldest; node != null; node = node.newer) {
            if (node instanceof Entry<I, R> entry) {
                action.accept(entry.input);
            }
        }
    }

    /* Emits from the oldest on. Unordered, an incomplete element lets complete ones of its segment pass; they were
     * emitted when they completed unless a barrier held them, which is why a barrier's departure walks its segment. */
    private void drain() {
        Node<I, R> node = oldest;
        while (node != null && mayLeave(node)) {
            if (node instanceof Entry<I, R> entry && entry.result != null) {
                emit(entry, entry.result);
            } else if (node instanceof Barrier<I, R> barrier) {
                unlink(barrier);
                openSegment++;
                output.barrier(barrier.element);
                if (order == Order.UNORDERED) {
                    emitCompleteInOpenSegment();
                }
            }
            node = oldest;
        }
    }

    private void emitCompleteInOpenSegment() {
        Node<I, R> node = oldest;
        while (node != null && node.segment == openSegment) {
            Node<I, R> newer = node.newer;
            if (node instanceof Entry<I, R> entry && entry.result != null) {
                emit(entry, entry.result);
            }
            node = newer;
        }
    }

    private static boolean mayLeave(Node<?, ?> node) {
        return node instanceof Barrier || (node instanceof Entry<?, ?> entry && entry.result != null);
    }

    private void emit(Entry<I, R> entry, R result) {
        unlink(entry);
        size--;
        output.result(entry.input, result);
    }

    private void append(Node<I, R> node) {
        node.older = newest;
        if (newest == null) {
            oldest = node;
        } else {
            newest.newer = node;
        }
        newest = node;
    }

    private void unlink(Node<I, R> node) {
        Node<I, R> older = node.older;
        Node<I, R> newer = node.newer;
        if (older == null) {
            oldest = newer;
        } else {
            older.newer = newer;
        }
        if (newer == null) {
            newest = older;
        } else {
            newer.older = older;
        }
        node.older = null;
        node.newer = null;
    }
}
