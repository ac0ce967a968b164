package io.millrace.jobs.kafka;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The events of one partition: those of each record have places one after the other. Records are entered in the order of
 * their offsets.
 */
final class LedgerPage {
    /** How many rows a record has that is one event. */
    static final int ONE_EVENT = -1;

    private final long first;
    private final long end;
    private final BitSet rowed = new BitSet();
    private final BitSet accounted = new BitSet();
    private int[] starts = new int[1024];
    private int[] eventIds = new int[1024];
    private int records;
    private int places;

    /** The places of some events, from the first to before the last. */
    record Range(int from, int to) {
        static final Range NONE = new Range(0, 0);

        boolean isEmpty() {
            return from == to;
        }
    }

    LedgerPage(long first, long end) {
        this.first = first;
        this.end = end;
    }

    boolean holds(long offset) {
        return offset >= first && offset < end;
    }

    /** Enters a record of so many rows, or of {@link #ONE_EVENT}. */
    void enter(long offset, int rows) {
        int record = Math.toIntExact(offset - first);
        if (record + 2 > starts.length) {
            starts = Arrays.copyOf(starts, Math.max(record + 2, starts.length * 2));
        }
        Arrays.fill(starts, records, record + 1, places);
        places += rows == ONE_EVENT ? 1 : rows;
        records = record + 1;
        starts[records] = places;
        rowed.set(record, rows != ONE_EVENT);
    }

    /** The places of all events of a record. */
    Range whole(long offset) {
        int record = Math.toIntExact(offset - first);
        return record < records ? new Range(starts[record], starts[record + 1]) : Range.NONE;
    }

    /** The place of the only event of a record; none if it consists of rows. */
    Range only(long offset) {
        return rowed.get(Math.toIntExact(offset - first)) ? Range.NONE : whole(offset);
    }

    /** The place of a row. */
    Range row(long offset, int row) {
        Range whole = whole(offset);
        int place = whole.from + row;
        boolean known = rowed.get(Math.toIntExact(offset - first)) && row >= 0 && place < whole.to;
        return known ? new Range(place, place + 1) : Range.NONE;
    }

    /** Accounts for the events that nothing has accounted for yet, and says how many these are. */
    int account(Range range, int eventId) {
        if (range.to > eventIds.length) {
            eventIds = Arrays.copyOf(eventIds, Math.max(range.to, eventIds.length * 2));
        }
        int open = 0;
        for (int place = accounted.nextClearBit(range.from); place < range.to; ) {
            accounted.set(place);
            eventIds[place] = eventId;
            open++;
            place = accounted.nextClearBit(place);
        }
        return open;
    }

    /** What accounted for the first of these events. */
    int eventId(Range range) {
        return eventIds[range.from];
    }

    int inputs() {
        return places;
    }

    int missing() {
        return places - accounted.cardinality();
    }

    /** The next place that nothing has accounted for, from here on, or -1. */
    int nextMissing(int from) {
        int place = accounted.nextClearBit(from);
        return place < places ? place : -1;
    }

    /** What stands behind topic and partition in the id of the event in a place. */
    String suffix(int place) {
        int record = recordOf(place);
        String offset = Long.toString(first + record);
        return rowed.get(record) ? offset + '-' + (place - starts[record]) : offset;
    }

    /** The last record that begins at or before a place: those without events begin where the next one does. */
    private int recordOf(int place) {
        int low = 0;
        int high = records - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= place) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
