package io.millrace.operators.validate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.millrace.config.EventsConfig;
import io.millrace.models.time.TimeReader;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Printable;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes one JSON object per event without a tree. Plain events are read in one pass over their bytes; all others, and
 * all that must be refused, go through a gate and a parser that knows the whole of JSON.
 */
final class JsonEventDecoder implements FormatDecoder {
    private static final int MAX_NAME_LENGTH = 1024;

    private final EventShape shape;
    private final PlainJsonReader plain;
    private final JsonGate gate;
    private final JsonFactory factory;
    private final FieldTable table;
    private final JsonField[] fields;

    /** The event in which each field was last seen, so that nothing has to be cleared between events. */
    private final long[] seenIn;

    private long event;

    JsonEventDecoder(EventShape shape, EventsConfig events) {
        this.shape = shape;
        this.gate = new JsonGate(events.limits().maxDepth());
        this.factory = factory(events.limits());
        TimeReader times = new TimeReader(events.time());
        this.plain = new PlainJsonReader(shape, times);
        List<JsonField> found = JsonField.of(shape, times);
        List<String> names = new ArrayList<>();
        found.forEach(field -> names.add(field.name()));
        this.table = new FieldTable(names);
        this.fields = found.toArray(JsonField[]::new);
        this.seenIn = new long[fields.length];
    }

    /** NaN and infinity are let through here so that they can be refused as what they are. */
    private static JsonFactory factory(EventsConfig.Limits limits) {
        return new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(limits.maxBytes())
                        .maxNestingDepth(limits.maxDepth())
                        .maxNumberLength(limits.maxNumberLength())
                        .maxStringLength(limits.maxStringLength())
                        .maxNameLength(MAX_NAME_LENGTH)
                        .build())
                .build();
    }

    @Override
    public List<Decoded> decode(RawEvent raw, byte[] value) {
        Event read = plain.read(raw, value);
        return List.of(read != null ? read : parse(raw, value));
    }

    /** Decodes without the short cut for plain events. */
    Decoded parse(RawEvent raw, byte[] value) {
        EventDraft draft = new EventDraft(shape, raw);
        if (gate.admits(value, draft)) {
            try (JsonParser parser = factory.createParser(value)) {
                readObject(parser, draft);
            } catch (StreamConstraintsException e) {
                draft.refuse(Reason.TOO_LONG, "number, text or name is too long: " + at(e));
            } catch (JsonProcessingException e) {
                draft.refuse(Reason.MALFORMED, "value is not JSON: " + at(e));
            } catch (IOException e) {
                draft.refuse(Reason.MALFORMED, "value cannot be read: " + e.getMessage());
            }
        }
        return draft.finish();
    }

    private static String at(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        String position = location == null ? "" : "position=" + location.getByteOffset() + ", ";
        return position + "problem=" + e.getOriginalMessage();
    }

    private boolean readObject(JsonParser parser, EventDraft draft) throws IOException {
        event++;
        JsonToken first = parser.nextToken();
        if (first == null) {
            return draft.refuse(Reason.MALFORMED, "value holds nothing but white space");
        }
        if (first != JsonToken.START_OBJECT) {
            return draft.refuse(
                    Reason.NOT_AN_OBJECT, "value is JSON but not an object: found=" + JsonField.kind(first));
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (!readField(parser, name, draft)) {
                return false;
            }
        }
        if (parser.nextToken() != null) {
            return draft.refuse(
                    Reason.MALFORMED,
                    "something follows the object: position="
                            + parser.currentTokenLocation().getByteOffset());
        }
        return true;
    }

    private boolean readField(JsonParser parser, String name, EventDraft draft) throws IOException {
        int number = table.find(name);
        JsonToken token = parser.nextToken();
        if (number < 0) {
            return skip(parser, name, draft);
        }
        if (seenIn[number] == event) {
            return draft.refuse(Reason.DUPLICATE_FIELD, "field stands more than once: field=" + name);
        }
        seenIn[number] = event;
        return token == JsonToken.VALUE_NULL || fields[number].read(parser, draft);
    }

    /** Passes over a value that nobody asked for. It must be JSON all the same. */
    private static boolean skip(JsonParser parser, String name, EventDraft draft) throws IOException {
        int depth = 0;
        do {
            JsonToken token = parser.currentToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_NUMBER_FLOAT && parser.isNaN()) {
                return draft.refuse(
                        Reason.NOT_FINITE, "field=" + Printable.quoted(name) + ", value=" + parser.getText());
            }
        } while (depth > 0 && parser.nextToken() != null);
        return true;
    }
}
