package io.millrace.jobs.demo;

import io.millrace.jobs.load.Schedule;

/**
 * The open-loop producer: sends each event of the stream when it is due, and at once when it is overdue. How scoring is
 * doing never changes when an event is due; only for a learner that is far behind the rest of the stream is postponed. The
 * time at which an event was due travels in it, as the time at which the house was listed.
 */
final class DemoLoad {
    private static final long GATE_NANOS = 20_000_000L;

    private final ListingStream stream;
    private final Schedule schedule;
    private final Gate gate;
    private final Pause pause;
    private final Target target;

    /** Takes events one by one; may block for a while, never drops one. */
    @FunctionalInterface
    interface Target {
        void send(ListingEvent event, long dueEpochMillis) throws InterruptedException;
    }

    /** Holds the stream up. */
    @FunctionalInterface
    interface Gate {
        boolean closed();
    }

    /** Waits for a while, or a little less. */
    @FunctionalInterface
    interface Pause {
        void nanos(long nanos) throws InterruptedException;
    }

    DemoLoad(ListingStream stream, Schedule schedule, Gate gate, Pause pause, Target target) {
        this.stream = stream;
        this.schedule = schedule;
        this.gate = gate;
        this.pause = pause;
        this.target = target;
    }

    /** Sends every event of the schedule. Returns when the last one was handed to the target. */
    void send() throws InterruptedException {
        for (int i = schedule.first(); i < schedule.end(); i++) {
            awaitGate(i);
            long due = schedule.dueEpochMillis(i);
            ListingEvent event = stream.event(i, due);
            awaitDue(i);
            target.send(event, due);
        }
    }

    private void awaitGate(int number) throws InterruptedException {
        if (!gate.closed()) {
            return;
        }
        long overdue = Math.max(0, schedule.overdueNanos(number));
        while (gate.closed()) {
            pause.nanos(GATE_NANOS);
        }
        long waited = schedule.overdueNanos(number) - overdue;
        if (waited > 0) {
            schedule.postpone(number, waited);
        }
    }

    private void awaitDue(int number) throws InterruptedException {
        long early = -schedule.overdueNanos(number);
        while (early > 0) {
            pause.nanos(early);
            early = -schedule.overdueNanos(number);
        }
    }
}
