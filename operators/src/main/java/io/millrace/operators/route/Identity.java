package io.millrace.operators.route;

import io.millrace.operators.record.Event;
import io.millrace.operators.record.Prediction;

/**
 * What names a prediction, made once for its fields and its headers. The arrays are shared: do not change them.
 *
 * @param id in UTF-8, without anything that JSON escapes, as the names of topics are
 * @param time the event's time in ASCII
 */
record Identity(byte[] id, Event event, byte[] time) {

    static Identity of(Prediction prediction, PositionText ids, InstantText times) {
        Event event = prediction.event().event();
        return new Identity(ids.of(event.raw().position()), event, times.of(event.timeMillis()));
    }
}
