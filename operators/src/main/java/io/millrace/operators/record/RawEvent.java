package io.millrace.operators.record;

import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read, untouched, or one of the rows that it consists of. The arrays are shared between everything
 * made from the record: do not change them.
 *
 * @param timestamp the record's own timestamp in epoch milliseconds, or a negative number if it has none
 * @param key the record's key as bytes, or null
 * @param payload the record's value, or what stands for it
 */
@TypeInfo(RecordTypes.Factory.class)
public record RawEvent(
        Position position, long timestamp, byte @Nullable [] key, List<Header> headers, Payload payload) {

    /* Written out, because the class file of a compact constructor does not say that a parameter may be null. */
    public RawEvent(Position position, long timestamp, byte @Nullable [] key, List<Header> headers, Payload payload) {
        this.position = position;
        this.timestamp = timestamp;
        this.key = key;
        this.headers = List.copyOf(headers);
        this.payload = payload;
    }

    /** A whole record; its value is null for a tombstone. */
    public RawEvent(
            Position position, long timestamp, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
        this(position, timestamp, key, headers, new Payload.Whole(value));
    }

    /** One of the rows that this record consists of. */
    public RawEvent row(int index, Payload row) {
        return new RawEvent(position.atRow(index), timestamp, key, headers, row);
    }

    /** The value as bytes, or null for a tombstone. Those of a row are made anew for each call. */
    public byte @Nullable [] value() {
        return payload.bytes();
    }

    /** The value of the last header of a name, or null. */
    public byte @Nullable [] header(String name) {
        for (int i = headers.size() - 1; i >= 0; i--) {
            if (headers.get(i).name().equals(name)) {
                return headers.get(i).value();
            }
        }
        return null;
    }
}
