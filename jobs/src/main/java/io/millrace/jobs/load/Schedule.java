package io.millrace.jobs.load;

import io.millrace.models.time.Ticker;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

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
    private final ConcurrentSkipListMap<Integer, Long> postponedNanos = new ConcurrentSkipListMap<>();

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
        return startEpochMillis + dueNanos(number) / 1_000_000;
    }

    /** Nanoseconds from the moment an event is due until now; negative while it is not due. */
    public long overdueNanos(int number) {
        return elapsedNanos() - dueNanos(number);
    }

    private long dueNanos(int number) {
        Map.Entry<Integer, Long> postponed = postponedNanos.floorEntry(number);
        return arrivals.offsetNanos(number - first) + (postponed == null ? 0 : postponed.getValue());
    }

    /** Makes an event and all that follow it due later. Of events before it nothing changes, so a position never goes back. */
    public void postpone(int number, long nanos) {
        postponedNanos.put(number, postponedNanos() + nanos);
    }

    /** By how much the last event is due later than was planned. */
    public long postponedNanos() {
        Map.Entry<Integer, Long> last = postponedNanos.lastEntry();
        return last == null ? 0 : last.getValue();
    }

    /** Nanoseconds from the start to the last arrival, as planned. */
    public long plannedNanos() {
        return arrivals.offsetNanos(arrivals.size() - 1);
    }

    /** Nanoseconds since the start. */
    public long elapsedNanos() {
        return ticker.nanos() - startNanos;
    }
}
