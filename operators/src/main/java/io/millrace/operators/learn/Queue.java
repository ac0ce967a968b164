package io.millrace.operators.learn;

import java.util.Collection;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** Lessons that wait until no earlier one can come. */
final class Queue {
    private final PriorityQueue<Lesson> waiting = new PriorityQueue<>(Lesson.ORDER);
    private long mark = Long.MIN_VALUE;

    /** Takes a lesson; false if it should have come before ones that have been given away. */
    boolean add(Lesson lesson) {
        if (lesson.timeMillis() <= mark) {
            return false;
        }
        waiting.add(lesson);
        return true;
    }

    /** Gives away, in order, what no earlier lesson can come before. */
    void advance(long watermark, Consumer<Lesson> out) {
        mark = Math.max(mark, watermark);
        for (Lesson next = waiting.peek(); next != null && next.timeMillis() <= mark; next = waiting.peek()) {
            out.accept(waiting.remove());
        }
    }

    /** Up to here everything was given away. */
    long mark() {
        return mark;
    }

    /** What waits, in no order. */
    Collection<Lesson> waiting() {
        return waiting;
    }
}
