package io.millrace.operators.record;

import io.millrace.config.EventsConfig;
import io.millrace.config.FieldConfig;
import io.millrace.config.FieldType;
import io.millrace.models.feature.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the key of a view from an event, as the text that stands in the store. */
@FunctionalInterface
public interface KeyReader {
    /** Doubles beyond this are not all whole numbers apart. */
    double MAX_WHOLE = 1L << 53;

    /**
     * The key, or null if the event has none.
     *
     * @param id of the event
     * @param key of the event
     * @param fields of the event, and whatever follows them
     */
    @Nullable
    String key(String id, String key, Row fields);

    /** The key, or null if the event has none. */
    default @Nullable String key(Event event) {
        return key(event.id(), event.key(), event.fields());
    }

    /**
     * Reads a field of the event; the fields that the pipeline names as id and key need not be declared.
     *
     * @throws IllegalArgumentException if there is no such field or its type cannot be a key
     */
    static KeyReader of(EventsConfig events, String name) {
        List<FieldConfig> fields = events.fields();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return ofField(i, fields.get(i));
            }
        }
        if (name.equals(events.key())) {
            return (id, key, row) -> key;
        }
        if (name.equals(events.id())) {
            return (id, key, row) -> id;
        }
        throw new IllegalArgumentException(
                "events have no field for the key of a view: key=" + name + "; declare the field under events");
    }

    private static KeyReader ofField(int index, FieldConfig field) {
        return switch (field.type()) {
            case CATEGORY -> (id, key, row) -> row.text(index);
            case INT -> (id, key, row) -> whole(row.number(index));
            case FLOAT -> (id, key, row) -> number(row.number(index));
            case BOOL -> (id, key, row) -> truth(row.number(index));
            case VECTOR ->
                throw new IllegalArgumentException(
                        "a vector cannot be the key of a view: key=" + field.name() + ", type=" + FieldType.VECTOR);
        };
    }

    private static @Nullable String whole(double value) {
        return Double.isNaN(value) ? null : Long.toString((long) value);
    }

    private static @Nullable String number(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) <= MAX_WHOLE;
        return whole || Double.isNaN(value) ? whole(value) : Double.toString(value);
    }

    private static @Nullable String truth(double value) {
        if (Double.isNaN(value)) {
            return null;
        }
        return value == 0 ? "false" : "true";
    }
}
