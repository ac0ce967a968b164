package io.millrace.operators.record;

import io.millrace.models.feature.Fields;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A valid event: its original bytes and its decoded fields.
 *
 * @param id the application's id of the event
 * @param key the entity the event is about
 * @param timeMillis event time in epoch milliseconds, already checked against the clock
 * @param fields one value per declared field, by schema index
 */
@TypeInfo(RecordTypes.Factory.class)
public record Event(RawEvent raw, String id, String key, long timeMillis, Fields fields) implements Decoded {

    @Override
    public <R> R fold(
            java.util.function.Function<? super Event, ? extends R> event,
            java.util.function.Function<? super Rejection, ? extends R> rejection) {
        return event.apply(this);
    }
}
