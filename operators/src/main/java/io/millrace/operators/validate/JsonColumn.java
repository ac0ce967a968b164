package io.millrace.operators.validate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the values of one declared field from JSON. */
final class JsonColumn {
    private static final double TWO_TO_63 = 0x1p63;

    private final int index;
    private final FieldRule rule;
    private final JsonVector vector;

    private JsonColumn(int index, FieldRule rule) {
        this.index = index;
        this.rule = rule;
        this.vector = new JsonVector(index, rule);
    }

    /** The declared field of the name, or null if none is declared. */
    static @Nullable JsonColumn of(String name, EventShape shape) {
        for (int i = 0; i < shape.size(); i++) {
            if (shape.rule(i).name().equals(name)) {
                return new JsonColumn(i, shape.rule(i));
            }
        }
        return null;
    }

    /** Takes the parser's current value, which is not null. */
    boolean read(JsonParser parser, EventDraft draft) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (rule.type()) {
            case FLOAT -> token.isNumeric() ? readFloat(parser, draft) : wrongType(parser, draft);
            case INT -> token.isNumeric() ? readInt(parser, draft) : wrongType(parser, draft);
            case BOOL ->
                token.isBoolean()
                        ? draft.number(index, token == JsonToken.VALUE_TRUE ? 1 : 0)
                        : wrongType(parser, draft);
            case CATEGORY -> JsonField.isText(token) ? draft.text(index, parser.getText()) : wrongType(parser, draft);
            case VECTOR ->
                (token == JsonToken.START_ARRAY || token == JsonToken.VALUE_STRING)
                        ? vector.read(parser, draft)
                        : wrongType(parser, draft);
        };
    }

    private boolean readFloat(JsonParser parser, EventDraft draft) throws IOException {
        double value = JsonNumbers.read(parser);
        return Math.abs(value) <= Double.MAX_VALUE
                ? draft.number(index, value)
                : refuseNumber(rule.name(), parser, draft);
    }

    /** A whole number may be written with a point or an exponent. */
    private boolean readInt(JsonParser parser, EventDraft draft) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    ? refuseNumber(rule.name(), parser, draft)
                    : draft.number(index, (double) parser.getLongValue());
        }
        double value = JsonNumbers.read(parser);
        if (!(value >= -TWO_TO_63 && value < TWO_TO_63)) {
            return refuseNumber(rule.name(), parser, draft);
        }
        return value == Math.rint(value) ? draft.number(index, value) : wrongType(parser, draft);
    }

    /** Refuses a number that its type cannot hold: a word for none, or digits for one that is too large. */
    private boolean refuseNumber(String field, JsonParser parser, EventDraft draft) throws IOException {
        return draft.refuseUnfit(field, parser.getText(), typeName());
    }

    private boolean wrongType(JsonParser parser, EventDraft draft) throws IOException {
        return draft.refuseType(rule.name(), typeName(), JsonField.found(parser, parser.currentToken()));
    }

    private String typeName() {
        return rule.type().name().toLowerCase(Locale.ROOT);
    }
}
