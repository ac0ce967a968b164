package io.millrace.operators.record;

/**
 * Where an event was read: the identity of everything made from it.
 *
 * @param row index of the event among those of its record, or {@link #NO_ROW} if the record is one event
 */
public record Position(String topic, int partition, long offset, int row) {
    /** The row of what was made from a whole record. */
    public static final int NO_ROW = -1;

    /** The place of a whole record. */
    public Position(String topic, int partition, long offset) {
        this(topic, partition, offset, NO_ROW);
    }

    /** The place of one of the events in this record. */
    public Position atRow(int index) {
        return new Position(topic, partition, offset, index);
    }

    /** {@code <topic>-<partition>-<offset>}, and {@code -<row>} if there is one: the prediction id. */
    @Override
    public String toString() {
        return row == NO_ROW
                ? topic + '-' + partition + '-' + offset
                : topic + '-' + partition + '-' + offset + '-' + row;
    }
}
