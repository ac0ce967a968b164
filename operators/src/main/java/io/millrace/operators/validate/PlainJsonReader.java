package io.millrace.operators.validate;

import io.millrace.config.EventsConfig;
import io.millrace.config.FieldType;
import io.millrace.models.feature.Values;
import io.millrace.models.time.TimeReader;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.validate.PlainJsonScanner.Token;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads events from JSON as most programs write it: without escapes and without objects within the object. It refuses
 * nothing. What it does not know, and every event that is not as declared, it leaves to the decoder behind it, which then
 * reads that event from its beginning; what it reads itself is what that decoder would have read. Used by one thread.
 */
/*
 * Fields mostly come in the same order in every event. So each field remembers which one followed it last, and the name
 * that comes next is compared with that one's bytes before anybody looks for it.
 */
final class PlainJsonReader {
    /** A name that is no field's. */
    private static final int UNKNOWN = -1;
    /** Something that is no plain name. */
    private static final int OTHER = -2;

    private static final int MAX_NAME_LENGTH = 1024;

    private final EventShape shape;
    private final EventsConfig.Limits limits;
    private final TimeReader times;
    private final PlainJsonScanner scanner = new PlainJsonScanner();
    private final PlainField[] fields;
    private final FieldTable table;
    private final int[] followers;
    private final int required;

    /** Whether each field is a number and nothing else, so that it may be a short decimal. */
    private final boolean[] decimals;

    /** The event in which each field was last seen, so that nothing has to be cleared between events. */
    private final long[] seenIn;

    private long event;
    private int requiredSeen;
    private double[] numbers = {};
    private @Nullable String[] texts = {};
    private float[] @Nullable [] vectors = {};
    private @Nullable String id;
    private @Nullable String key;
    private long timeMillis;

    PlainJsonReader(EventShape shape, TimeReader times) {
        this.shape = shape;
        this.limits = shape.events().limits();
        this.times = times;
        List<PlainField> found = PlainField.of(shape);
        this.fields = found.toArray(PlainField[]::new);
        this.table = new FieldTable(found.stream().map(PlainField::name).toList());
        this.seenIn = new long[fields.length];
        this.followers = new int[fields.length + 1];
        Arrays.setAll(followers, i -> (i + 1) % fields.length);
        followers[fields.length] = 0;
        int count = 0;
        for (int i = 0; i < shape.size(); i++) {
            count += shape.rule(i).required() ? 1 : 0;
        }
        this.required = count;
        boolean shortFit = PlainJsonScanner.shortDecimalsFit(limits);
        this.decimals = new boolean[fields.length];
        for (int i = 0; i < fields.length; i++) {
            PlainColumn column = fields[i].column();
            decimals[i] = shortFit
                    && column != null
                    && column.rule().type() == FieldType.FLOAT
                    && fields[i].roles().none();
        }
    }

    /** The event, or null if somebody else must read it. */
    @Nullable
    Event read(RawEvent raw, byte[] value) {
        if (!scanner.open(value)) {
            return null;
        }
        begin();
        if (!readFields() || timeMillis < 0 || requiredSeen < required) {
            return null;
        }
        String readId = id;
        String readKey = key;
        if (readId == null || readId.isEmpty() || readKey == null || readKey.isEmpty()) {
            return null;
        }
        return new Event(raw, readId, readKey, timeMillis, new Values(numbers, texts, vectors));
    }

    private void begin() {
        event++;
        requiredSeen = 0;
        numbers = shape.newNumbers();
        texts = shape.newTexts();
        vectors = shape.newVectors();
        id = null;
        key = null;
        timeMillis = -1;
    }

    private boolean readFields() {
        int previous = fields.length;
        do {
            scanner.skipSpace();
            int field = field(previous);
            if (field == OTHER || !scanner.passes((byte) ':')) {
                return false;
            }
            if (!(field == UNKNOWN ? skip() : read(field))) {
                return false;
            }
            previous = field == UNKNOWN ? previous : field;
        } while (scanner.passes((byte) ','));
        return scanner.closes();
    }

    /** The field whose name comes next, and which is passed over. */
    private int field(int previous) {
        int expected = followers[previous];
        if (scanner.passes(fields[expected].plainName())) {
            return expected;
        }
        if (!scanner.passesHere((byte) '"') || !scanner.text() || scanner.length() > MAX_NAME_LENGTH) {
            return OTHER;
        }
        int found = table.find(scanner.string());
        if (found < 0) {
            return UNKNOWN;
        }
        followers[previous] = found;
        return found;
    }

    private boolean skip() {
        return fits(scanner.next());
    }

    /** Whether the token is plain and not too long. */
    private boolean fits(Token token) {
        return switch (token) {
            case TEXT -> scanner.length() <= limits.maxStringLength();
            case WHOLE, DECIMAL -> scanner.length() <= limits.maxNumberLength();
            case TRUE, FALSE, NULL -> true;
            case OTHER -> false;
        };
    }

    private boolean read(int number) {
        if (seenIn[number] == event) {
            return false;
        }
        seenIn[number] = event;
        PlainField field = fields[number];
        PlainColumn column = field.column();
        if (column != null && column.rule().type() == FieldType.VECTOR) {
            return field.roles().none() && takeVector(column);
        }
        if (decimals[number] && column != null) {
            scanner.skipSpace();
            double value = scanner.shortDecimal();
            if (!Double.isNaN(value)) {
                return take(column, column.rule().holds(value) ? value : Double.NaN);
            }
        }
        Token token = scanner.next();
        if (token == Token.NULL) {
            return true;
        }
        return fits(token)
                && (column == null || take(column, token))
                && (field.roles().none() || takeRoles(field.roles(), token));
    }

    private void saw(PlainColumn column) {
        requiredSeen += column.rule().required() ? 1 : 0;
    }

    private boolean take(PlainColumn column, Token token) {
        if (column.rule().type() == FieldType.CATEGORY) {
            saw(column);
            String text = column.text(scanner, token);
            texts[column.index()] = text;
            return text != null;
        }
        return take(column, column.number(scanner, token));
    }

    private boolean take(PlainColumn column, double value) {
        saw(column);
        numbers[column.index()] = value;
        return !Double.isNaN(value);
    }

    private boolean takeVector(PlainColumn column) {
        if (scanner.passesNull()) {
            return true;
        }
        saw(column);
        float[] elements = column.vector(scanner);
        vectors[column.index()] = elements;
        return elements != null;
    }

    private boolean takeRoles(PlainField.Roles roles, Token token) {
        if (roles.id() || roles.key()) {
            String text = text(token);
            id = roles.id() ? text : id;
            key = roles.key() ? text : key;
            if (text == null) {
                return false;
            }
        }
        return !roles.time() || takeTime(token);
    }

    private @Nullable String text(Token token) {
        if (token == Token.TEXT) {
            return scanner.string();
        }
        return token == Token.WHOLE && scanner.length() <= limits.maxStringLength() ? scanner.ascii() : null;
    }

    private boolean takeTime(Token token) {
        if (token == Token.TRUE || token == Token.FALSE) {
            return false;
        }
        if (token == Token.TEXT || !times.numbersAreMillis()) {
            timeMillis = times.read(token == Token.TEXT ? scanner.string() : scanner.ascii());
        } else if (token == Token.WHOLE && scanner.fitsLong()) {
            timeMillis = scanner.whole();
        }
        return timeMillis >= 0 && timeMillis <= shape.latestMillis();
    }
}
