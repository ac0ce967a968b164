package io.millrace.operators.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.operators.record.Event;
import io.millrace.operators.record.Prediction;

/**
 * What names a prediction, made once for its fields and its headers.
 *
 * @param time the event's time in ASCII
 */
record Identity(String id, Event event, byte[] time) {

    static Identity of(Prediction prediction, String id, InstantText times) {
        Event event = prediction.event().event();
        return new Identity(id, event, times.of(event.timeMillis()));
    }

    byte[] idBytes() {
        return id.getBytes(UTF_8);
    }
}
