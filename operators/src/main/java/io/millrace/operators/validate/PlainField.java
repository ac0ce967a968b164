package io.millrace.operators.validate;

import io.millrace.config.EventsConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A field that is read from plain JSON, and for what; see {@link JsonField}.
 *
 * @param column null if the field is not declared
 */
record PlainField(
        String name, PlainName plainName, @Nullable PlainColumn column, PlainField.Roles roles) {

    /** What a field is besides a declared one. */
    record Roles(boolean id, boolean key, boolean time) {

        boolean none() {
            return !id && !key && !time;
        }
    }

    /** Every field that is read, once. */
    static List<PlainField> of(EventShape shape) {
        EventsConfig events = shape.events();
        Set<String> names = new LinkedHashSet<>(
                List.of(events.id(), events.key(), events.time().field()));
        for (int i = 0; i < shape.size(); i++) {
            names.add(shape.rule(i).name());
        }
        List<PlainField> fields = new ArrayList<>();
        for (String name : names) {
            Roles roles = new Roles(
                    name.equals(events.id()),
                    name.equals(events.key()),
                    name.equals(events.time().field()));
            fields.add(new PlainField(name, new PlainName(name), PlainColumn.of(name, shape), roles));
        }
        return fields;
    }
}
