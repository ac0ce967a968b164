package io.millrace.jobs.launch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The values of a JSON object by their path, as texts: {@code output.price} is the field price of the field output. */
final class JsonFields {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonFields() {}

    /** The values in their order, or nothing if the bytes are no JSON object. */
    static Optional<Map<String, String>> read(byte[] bytes) {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            readObject(json, "", fields);
            return Optional.of(fields);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void readObject(JsonParser json, String prefix, Map<String, String> fields) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String path = prefix + json.currentName();
            JsonToken token = json.nextToken();
            if (token == JsonToken.START_OBJECT) {
                readObject(json, path + ".", fields);
            } else if (token == JsonToken.START_ARRAY) {
                fields.put(path, readArray(json));
            } else if (token != JsonToken.VALUE_NULL) {
                fields.put(path, json.getText());
            }
        }
    }

    private static String readArray(JsonParser json) throws IOException {
        StringBuilder text = new StringBuilder("[");
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (text.length() > 1) {
                text.append(", ");
            }
            if (token.isStructStart()) {
                json.skipChildren();
                text.append('…');
            } else {
                text.append(json.getText());
            }
        }
        return text.append(']').toString();
    }
}
