package io.millrace.operators.verify;

import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** One thing that left an operator. */
public sealed interface Emission {

    /**
     * A value on the main output or on a side output.
     *
     * @param tag id of the side output, or the empty text for the main output
     * @param timestamp its timestamp, or {@link #NO_TIMESTAMP}
     */
    record Value(String tag, Object value, long timestamp) implements Emission {
        /** What stands for a timestamp that is not there. */
        public static final long NO_TIMESTAMP = Long.MIN_VALUE;

        static Value of(String tag, StreamRecord<?> record) {
            return new Value(tag, record.getValue(), record.hasTimestamp() ? record.getTimestamp() : NO_TIMESTAMP);
        }
    }

    /** A watermark. */
    record Mark(long timestamp) implements Emission {}

    /** A change between idle and active. */
    record Status(boolean idle) implements Emission {}

    /** A latency marker. */
    record Latency(LatencyMarker marker) implements Emission {}
}
