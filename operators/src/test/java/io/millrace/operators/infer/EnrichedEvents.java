package io.millrace.operators.infer;

import io.millrace.models.feature.Values;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Rejection;
import java.util.List;

/** Events that are nothing but numbers, told apart by their offset. */
final class EnrichedEvents {

    private EnrichedEvents() {}

    /** The event at an offset, with the offset as its only number. */
    static EnrichedEvent event(int offset) {
        return event(offset, offset);
    }

    static EnrichedEvent event(int offset, double... numbers) {
        byte[] bytes = {(byte) offset};
        RawEvent raw = new RawEvent(new Position("events", 0, offset), offset, bytes, bytes, List.of());
        Event event = new Event(raw, "e" + offset, "key" + offset % 7, offset, Values.ofNumbers(numbers));
        return new EnrichedEvent(event, FeatureValues.NONE, 0);
    }

    static int offset(EnrichedEvent event) {
        return offset(event.event().raw());
    }

    static int offset(Prediction prediction) {
        return offset(prediction.event());
    }

    static int offset(Rejection rejection) {
        return offset(rejection.raw());
    }

    private static int offset(RawEvent raw) {
        return (int) raw.position().offset();
    }
}
