package io.millrace.operators.record;

import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * A record to be written to a topic, encoded. It has no timestamp: the producer stamps it with the time of writing,
 * because a broker deletes by timestamp and event times may lie years back. The arrays are shared: do not change them.
 */
@TypeInfo(RecordTypes.Factory.class)
public record Outbound(byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
    /** Largest record that leaves, by {@link #bytes}: a little less than what a broker takes that nobody configured. */
    public static final int MAX_BYTES = 1_040_000;

    private static final int RECORD_OVERHEAD = 64;
    private static final int HEADER_OVERHEAD = 8;

    /* Written out, because the class file of a compact constructor does not say that a parameter may be null. */
    public Outbound(byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
        this.key = key;
        this.value = value;
        this.headers = List.copyOf(headers);
    }

    /** Upper bound of the bytes the record takes in a topic, before compression. */
    public long bytes() {
        long bytes = RECORD_OVERHEAD + length(key) + length(value);
        for (Header header : headers) {
            bytes += HEADER_OVERHEAD + 3L * header.name().length() + length(header.value());
        }
        return bytes;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Outbound that
                && Arrays.equals(key, that.key)
                && Arrays.equals(value, that.value)
                && headers.equals(that.headers);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(key) + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "Outbound[key=" + length(key) + " bytes, value=" + length(value) + " bytes, headers=" + headers.size()
                + "]";
    }
}
