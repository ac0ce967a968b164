package io.millrace.operators.promote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.millrace.operators.record.Drift;
import io.millrace.operators.record.Printable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a drift topic, which anyone may write: JSON objects with a {@code model} and a {@code state}; see
 * docs/messages.md. Every number in it is evidence, whatever its name.
 */
public final class DriftDecoder {
    private static final int MAX_BYTES = 64 << 10;
    private static final int MAX_TEXT = 200;
    private static final int MAX_NUMBERS = 32;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxNumberLength(64)
                    .maxStringLength(MAX_BYTES)
                    .maxNameLength(256)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private DriftDecoder() {}

    /**
     * What a record says.
     *
     * @param writtenMillis when the record was written, or {@link Drift#NO_TIME}
     * @throws IOException if it says nothing that can be understood; the message says why
     */
    public static Drift decode(byte[] value, long writtenMillis) throws IOException {
        if (value.length > MAX_BYTES) {
            throw new IOException("value is too large: bytes=" + value.length + ", max=" + MAX_BYTES);
        }
        try (JsonParser json = JSON.createParser(value)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("value is no JSON object");
            }
            Draft draft = new Draft();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                draft.read(name, json.nextToken(), json);
            }
            if (json.nextToken() != null) {
                throw new IOException("something follows the object");
            }
            return draft.drift(writtenMillis);
        } catch (JsonProcessingException e) {
            throw new IOException("value is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** What has been read of a record. */
    private static final class Draft {
        private final Map<String, String> texts = new LinkedHashMap<>();
        private final Map<String, Double> numbers = new LinkedHashMap<>();

        void read(String name, JsonToken token, JsonParser json) throws IOException {
            if (token == JsonToken.VALUE_STRING) {
                texts.put(name, Printable.line(json.getText(), MAX_TEXT));
            } else if (token.isNumeric()) {
                double number = json.getDoubleValue();
                if (Double.isFinite(number) && numbers.size() < MAX_NUMBERS) {
                    numbers.put(name, number);
                }
            } else if (token != JsonToken.VALUE_NULL && isText(name)) {
                throw new IOException("field is no text: field=" + name + ", found=" + token);
            } else {
                json.skipChildren();
            }
        }

        private static boolean isText(String name) {
            return switch (name) {
                case "model", "state", "feature", "statistic", "since" -> true;
                default -> false;
            };
        }

        Drift drift(long writtenMillis) throws IOException {
            return new Drift(
                    required("model"),
                    text("feature"),
                    text("statistic"),
                    state(required("state")),
                    text("since"),
                    numbers,
                    writtenMillis);
        }

        private String required(String name) throws IOException {
            String text = text(name);
            if (text == null) {
                throw new IOException("field is missing: field=" + name);
            }
            return text;
        }

        private @Nullable String text(String name) throws IOException {
            if (numbers.containsKey(name)) {
                throw new IOException("field is no text: field=" + name + ", found=" + numbers.get(name));
            }
            String text = texts.get(name);
            return text == null || text.isEmpty() ? null : text;
        }

        private static Drift.State state(String text) throws IOException {
            return switch (text) {
                case "left" -> Drift.State.LEFT;
                case "back" -> Drift.State.BACK;
                default -> throw new IOException("state is not known: state=" + text + ", known=left, back");
            };
        }
    }
}
