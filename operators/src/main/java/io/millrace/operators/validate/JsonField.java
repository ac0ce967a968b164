package io.millrace.operators.validate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.config.EventsConfig;
import io.millrace.models.time.TimeReader;
import io.millrace.operators.record.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A field that is read from JSON, and for what: as a declared field, as the id, as the key, as the event time. */
final class JsonField {
    private final String name;
    private final EventShape shape;
    private final TimeReader times;
    private final @Nullable JsonColumn column;

    private JsonField(String name, EventShape shape, TimeReader times) {
        this.name = name;
        this.shape = shape;
        this.times = times;
        this.column = JsonColumn.of(name, shape);
    }

    /** Every field that is read, once, however many purposes it serves. */
    static List<JsonField> of(EventShape shape, TimeReader times) {
        EventsConfig events = shape.events();
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < shape.size(); i++) {
            names.add(shape.rule(i).name());
        }
        names.addAll(List.of(events.id(), events.key(), events.time().field()));
        List<JsonField> fields = new ArrayList<>();
        for (String name : names) {
            fields.add(new JsonField(name, shape, times));
        }
        return fields;
    }

    String name() {
        return name;
    }

    /** Takes the parser's current value, which is not null. */
    boolean read(JsonParser parser, EventDraft draft) throws IOException {
        JsonToken token = parser.currentToken();
        EventsConfig events = shape.events();
        return (column == null || column.read(parser, draft))
                && (!name.equals(events.id()) || (text(parser, token, draft) && draft.id(parser.getText())))
                && (!name.equals(events.key()) || (text(parser, token, draft) && draft.key(parser.getText())))
                && (!name.equals(events.time().field()) || readTime(parser, token, draft));
    }

    private boolean text(JsonParser parser, JsonToken token, EventDraft draft) throws IOException {
        if (isText(token)) {
            return true;
        }
        return draft.refuseType(name, "text or whole number", found(parser, token));
    }

    private boolean readTime(JsonParser parser, JsonToken token, EventDraft draft) throws IOException {
        if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
            return draft.refuseType(name, "time", found(parser, token));
        }
        long millis = TimeReader.UNREADABLE;
        if (token == JsonToken.VALUE_STRING || !times.numbersAreMillis()) {
            millis = times.read(parser.getText());
        } else if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            millis = parser.getLongValue();
        }
        if (millis == TimeReader.UNREADABLE) {
            return draft.refuseTime(times, parser.getText());
        }
        return draft.time(millis);
    }

    /** Whether the value can stand for a text: a text itself, or a whole number, digit by digit. */
    static boolean isText(JsonToken token) {
        return token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT;
    }

    /** What kind of value it is and, of a short one, which. */
    static String found(JsonParser parser, JsonToken token) throws IOException {
        boolean shown = token == JsonToken.VALUE_STRING || token.isNumeric();
        return shown ? kind(token) + " " + Printable.quoted(parser.getText()) : kind(token);
    }

    static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT, END_OBJECT -> "object";
            case START_ARRAY, END_ARRAY -> "array";
            case VALUE_STRING, FIELD_NAME -> "text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
            case VALUE_TRUE, VALUE_FALSE -> "boolean";
            case VALUE_NULL, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "null";
        };
    }
}
