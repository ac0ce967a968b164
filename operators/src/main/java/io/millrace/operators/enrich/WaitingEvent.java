package io.millrace.operators.enrich;

import io.millrace.operators.inflight.InFlightQueue;
import io.millrace.operators.record.Event;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/** An event on its way through the stage that could not pass at once. Used by the task thread. */
final class WaitingEvent {
    private final StreamRecord<Event> record;
    private final long arrivalNanos;
    private final long deadlineMillis;
    private final @Nullable CachedRow[] rows;
    private InFlightQueue.@Nullable Entry<WaitingEvent, CachedRow[]> entry;
    private int missing;

    WaitingEvent(StreamRecord<Event> record, int views, long arrivalNanos, long deadlineMillis) {
        this.record = record;
        this.arrivalNanos = arrivalNanos;
        this.deadlineMillis = deadlineMillis;
        this.rows = new @Nullable CachedRow[views];
        this.missing = views;
    }

    /** The event with its timestamp, in a record of its own. */
    StreamRecord<Event> record() {
        return record;
    }

    Event event() {
        return record.getValue();
    }

    long arrivalNanos() {
        return arrivalNanos;
    }

    /** When it goes on without what has not come. */
    long deadlineMillis() {
        return deadlineMillis;
    }

    /** Where it stands in the queue. */
    void entered(InFlightQueue.Entry<WaitingEvent, CachedRow[]> place) {
        entry = place;
    }

    InFlightQueue.@Nullable Entry<WaitingEvent, CachedRow[]> entry() {
        return entry;
    }

    void put(int view, CachedRow row) {
        rows[view] = row;
        missing--;
    }

    boolean lacks(int view) {
        return rows[view] == null;
    }

    /** Whether there is a row for every view. */
    boolean complete() {
        return missing == 0;
    }

    /** The rows, one per view, once it is {@link #complete}. */
    @SuppressWarnings("NullAway") // complete: no element is null any more
    CachedRow[] rows() {
        return rows;
    }
}
