package io.millrace.jobs.demo;

import io.millrace.models.time.Ticker;

/** The arrivals of a load on a clock, counted from the moment this was made. Safe for use by several threads. */
final class Schedule {
    private final Arrivals arrivals;
    private final Ticker ticker;
    private final long startNanos;
    private final long startEpochMillis;

    Schedule(Arrivals arrivals, Ticker ticker) {
        this.arrivals = arrivals;
        this.ticker = ticker;
        this.startNanos = ticker.nanos();
        this.startEpochMillis = ticker.epochMillis();
    }

    /** When an event is due, in epoch milliseconds. */
    long dueEpochMillis(int number) {
        return startEpochMillis + arrivals.offsetNanos(number) / 1_000_000;
    }

    /** Nanoseconds from the moment an event is due until now; negative while it is not due. */
    long overdueNanos(int number) {
        return elapsedNanos() - arrivals.offsetNanos(number);
    }

    /** How many events are due by now. */
    int due() {
        return arrivals.dueAfter(elapsedNanos());
    }

    /** Nanoseconds from the start to the last arrival. */
    long plannedNanos() {
        return arrivals.offsetNanos(arrivals.size() - 1);
    }

    /** Nanoseconds since the start. */
    long elapsedNanos() {
        return ticker.nanos() - startNanos;
    }
}
