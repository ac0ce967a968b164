package io.millrace.operators.infer;

import io.millrace.operators.record.EnrichedEvent;

/**
 * An event in the infer stage, with the timestamp under which it came and leaves.
 *
 * @param timestamp in epoch milliseconds, or {@link #NO_TIMESTAMP}
 */
record Arrival(EnrichedEvent event, long timestamp) {
    static final long NO_TIMESTAMP = Long.MIN_VALUE;

    boolean hasTimestamp() {
        return timestamp != NO_TIMESTAMP;
    }
}
