package io.millrace.jobs.load;

import io.millrace.models.time.Ticker;

/**
 * The arrivals of the events of a stream from a position on, on a clock, counted from the moment this was made. Safe for
 * use by several threads.
 */
public final class Schedule {
    private final Arrivals arrivals;
    private final int first;
    private final Ticker ticker;
    private final long startNanos;
    private final long startEpochMillis;

    /**
     * A schedule that starts now.
     *
     * @param first position in the stream of the first event
     */
    public Schedule(Arrivals arrivals, int first, Ticker ticker) {
        this.arrivals = arrivals;
        this.first = first;
        this.ticker = ticker;
        this.startNanos = ticker.nanos();
        this.startEpochMillis = ticker.epochMillis();
    }

    /** Position of the first event. */
    public int first() {
        return first;
    }

    /** Position after the last event. */
    public int end() {
        return first + arrivals.size();
    }

    /** When an event is due, in epoch milliseconds. */
    public long dueEpochMillis(int number) {
        return startEpochMillis + arrivals.offsetNanos(number - first) / 1_000_000;
    }

    /** Nanoseconds from the moment an event is due until now; negative while it is not due. */
    public long overdueNanos(int number) {
        return elapsedNanos() - arrivals.offsetNanos(number - first);
    }

    /** Nanoseconds from the start to the last arrival. */
    public long plannedNanos() {
        return arrivals.offsetNanos(arrivals.size() - 1);
    }

    /** Nanoseconds since the start. */
    public long elapsedNanos() {
        return ticker.nanos() - startNanos;
    }
}
