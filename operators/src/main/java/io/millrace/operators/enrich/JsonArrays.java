package io.millrace.operators.enrich;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The elements of vectors, written in JSON. */
final class JsonArrays {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonArrays() {}

    /** The elements of an array that stands alone, or nothing if the text is none. */
    static List<@Nullable Object> read(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            return parser.nextToken() == JsonToken.START_ARRAY ? read(parser) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The elements of the array on which a parser stands; null for one that is no number. */
    static List<@Nullable Object> read(JsonParser parser) throws IOException {
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(parser.currentToken().isNumeric() ? parser.getFloatValue() : null);
            parser.skipChildren();
        }
        return elements;
    }
}
