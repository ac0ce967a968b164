package io.millrace.jobs.demo;

import io.millrace.jobs.load.Schedule;

/**
 * The open-loop producer: sends each event of the stream when it is due, and at once when it is overdue. How the
 * receiver is doing never changes when an event is due. The time at which it was due travels in the event, as the time
 * at which the house was listed.
 */
final class DemoLoad {
    private final ListingStream stream;
    private final Schedule schedule;
    private final Pause pause;
    private final Target target;

    /** Takes events one by one; may block for a while, never drops one. */
    @FunctionalInterface
    interface Target {
        void send(ListingEvent event, long dueEpochMillis) throws InterruptedException;
    }

    /** Waits for a while, or a little less. */
    @FunctionalInterface
    interface Pause {
        void nanos(long nanos) throws InterruptedException;
    }

    DemoLoad(ListingStream stream, Schedule schedule, Pause pause, Target target) {
        this.stream = stream;
        this.schedule = schedule;
        this.pause = pause;
        this.target = target;
    }

    /** Sends every event of the schedule. Returns when the last one was handed to the target. */
    void send() throws InterruptedException {
        for (int i = schedule.first(); i < schedule.end(); i++) {
            long due = schedule.dueEpochMillis(i);
            ListingEvent event = stream.event(i, due);
            awaitDue(i);
            target.send(event, due);
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
