package io.millrace.operators.record;

import io.millrace.models.feature.Gathering;
import io.millrace.models.feature.Row;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * An event with its feature values; as a {@link Row}, the event's fields followed by the feature columns.
 *
 * @param enrichMicros microseconds between the arrival at the enrich stage and the departure from it
 */
@TypeInfo(RecordTypes.Factory.class)
public record EnrichedEvent(Event event, FeatureValues features, int enrichMicros) implements Row {

    @Override
    public double number(int column) {
        int fields = event.fields().size();
        return column < fields
                ? event.fields().number(column)
                : features.values().number(column - fields);
    }

    @Override
    public void numbers(Gathering gathering) {
        gathering.split(event.fields().size(), event.fields(), features.values());
    }

    @Override
    public @Nullable String text(int column) {
        int fields = event.fields().size();
        return column < fields ? event.fields().text(column) : features.values().text(column - fields);
    }

    @Override
    public float @Nullable [] vector(int column) {
        int fields = event.fields().size();
        return column < fields
                ? event.fields().vector(column)
                : features.values().vector(column - fields);
    }
}
