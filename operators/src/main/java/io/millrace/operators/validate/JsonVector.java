package io.millrace.operators.validate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.operators.record.Printable;
import java.io.IOException;

/**
 * Reads the elements of a vector from JSON: a list of numbers, or one text in which numbers stand with a comma after
 * each, which the last one may lack.
 */
final class JsonVector {
    private static final String TYPE = "vector";

    private final int index;
    private final FieldRule rule;

    JsonVector(int index, FieldRule rule) {
        this.index = index;
        this.rule = rule;
    }

    /** Takes the parser's current value, which is a list or a text. */
    boolean read(JsonParser parser, EventDraft draft) throws IOException {
        return parser.currentToken() == JsonToken.START_ARRAY ? readList(parser, draft) : readText(parser, draft);
    }

    private boolean readList(JsonParser parser, EventDraft draft) throws IOException {
        float[] elements = new float[rule.length()];
        int count = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (count == elements.length) {
                return draft.refuseLength(index, "elements>" + count);
            }
            if (!token.isNumeric()) {
                return draft.refuseType(element(count), "number", JsonField.found(parser, token));
            }
            double value = JsonNumbers.read(parser);
            if (!(Math.abs(value) <= Float.MAX_VALUE)) {
                return draft.refuseUnfit(element(count), parser.getText(), TYPE);
            }
            elements[count] = (float) value;
            count++;
        }
        return finish(draft, elements, count);
    }

    private boolean readText(JsonParser parser, EventDraft draft) throws IOException {
        char[] text = parser.getTextCharacters();
        int from = parser.getTextOffset();
        int end = from + parser.getTextLength();
        float[] elements = new float[rule.length()];
        int count = 0;
        while (from < end) {
            int comma = comma(text, from, end);
            if (count == elements.length) {
                return draft.refuseLength(index, "elements>" + count);
            }
            double value = JsonNumbers.read(text, from, comma - from);
            if (!(Math.abs(value) <= Float.MAX_VALUE)) {
                return refuse(draft, element(count), new String(text, from, comma - from), value);
            }
            elements[count] = (float) value;
            count++;
            from = comma + 1;
        }
        return finish(draft, elements, count);
    }

    private static int comma(char[] text, int from, int end) {
        int at = from;
        while (at < end && text[at] != ',') {
            at++;
        }
        return at;
    }

    private static boolean refuse(EventDraft draft, String element, String text, double value) {
        return Double.isNaN(value)
                ? draft.refuseType(element, "number", "text " + Printable.quoted(text))
                : draft.refuseUnfit(element, text, TYPE);
    }

    private boolean finish(EventDraft draft, float[] elements, int count) {
        return count == elements.length
                ? draft.vector(index, elements)
                : draft.refuseLength(index, "elements=" + count);
    }

    private String element(int at) {
        return rule.name() + '[' + at + ']';
    }
}
