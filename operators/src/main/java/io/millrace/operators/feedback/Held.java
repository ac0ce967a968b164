package io.millrace.operators.feedback;

import io.millrace.operators.record.LabelEvent;

/**
 * A label that waits for its row.
 *
 * @param arrivedMillis event time of the scored rows when it came, or {@link JoinClock#UNKNOWN}
 */
record Held(LabelEvent event, long arrivedMillis) {

    String identity() {
        return event.label().identity();
    }
}
