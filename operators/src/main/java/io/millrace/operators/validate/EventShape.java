package io.millrace.operators.validate;

import io.millrace.config.EventsConfig;
import io.millrace.config.FieldConfig;
import io.millrace.config.FieldType;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.Schema;
import io.millrace.models.time.Ticker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What an event of a pipeline must look like, whatever its format. */
final class EventShape {
    private final EventsConfig events;
    private final Ticker ticker;
    private final FieldRule[] rules;
    private final double[] noNumbers;
    private final boolean texts;
    private final boolean vectors;

    EventShape(EventsConfig events, Ticker ticker) {
        this.events = events;
        this.ticker = ticker;
        this.rules = events.fields().stream().map(FieldRule::of).toArray(FieldRule[]::new);
        this.noNumbers = new double[rules.length];
        Arrays.fill(noNumbers, Double.NaN);
        this.texts = has(FieldType.CATEGORY);
        this.vectors = has(FieldType.VECTOR);
    }

    int size() {
        return rules.length;
    }

    FieldRule rule(int field) {
        return rules[field];
    }

    EventsConfig events() {
        return events;
    }

    /** The time from which on an event is too far ahead of the clock. */
    long latestMillis() {
        return ticker.epochMillis() + events.time().maxFuture().toMillis();
    }

    Schema schema() {
        List<Column> columns = new ArrayList<>();
        for (FieldConfig field : events.fields()) {
            columns.add(new Column(field.name(), field.type(), field.length()));
        }
        return new Schema(columns);
    }

    double[] newNumbers() {
        return noNumbers.clone();
    }

    String[] newTexts() {
        return new String[texts ? rules.length : 0];
    }

    float[][] newVectors() {
        return new float[vectors ? rules.length : 0][];
    }

    private boolean has(FieldType type) {
        return Arrays.stream(rules).anyMatch(rule -> rule.type() == type);
    }
}
