package io.millrace.operators.validate;

import io.millrace.config.FieldType;
import io.millrace.models.feature.Values;
import io.millrace.models.time.TimeReader;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Printable;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event while it is being read. Every value is checked as it comes in; the first one that is wrong refuses the event.
 * Methods that take a value return false once the event is refused: reading on is pointless then.
 */
final class EventDraft {
    private static final double TWO_TO_63 = 0x1p63;

    private final EventShape shape;
    private final RawEvent raw;
    private final double[] numbers;
    private final @Nullable String[] texts;
    private final float[] @Nullable [] vectors;
    private @Nullable String id;
    private @Nullable String key;
    private long timeMillis = -1;
    private @Nullable Rejection rejection;

    EventDraft(EventShape shape, RawEvent raw) {
        this.shape = shape;
        this.raw = raw;
        this.numbers = shape.newNumbers();
        this.texts = shape.newTexts();
        this.vectors = shape.newVectors();
    }

    /** Takes a number of a float, int or bool field. */
    boolean number(int field, double value) {
        if (!shape.rule(field).holds(value)) {
            return refuseNumber(field, value);
        }
        numbers[field] = value;
        return true;
    }

    /** Takes a number from a format in which every number is of the same type. */
    boolean untypedNumber(int field, double value) {
        FieldRule rule = shape.rule(field);
        if (rule.type() == FieldType.BOOL && value != 0 && value != 1) {
            return refuseType(rule.name(), "bool", "number " + value);
        }
        if (rule.type() == FieldType.INT && Double.isFinite(value)) {
            if (value != Math.rint(value)) {
                return refuseType(rule.name(), "int", "number " + value);
            }
            if (!(value >= -TWO_TO_63 && value < TWO_TO_63)) {
                return refuse(
                        Reason.OUT_OF_RANGE, "field=" + rule.name() + ", value=" + value + ", type=int cannot hold it");
            }
        }
        return number(field, value);
    }

    /** Takes the text of a category. */
    boolean text(int field, String value) {
        FieldRule rule = shape.rule(field);
        if (!fits(rule.name(), value)) {
            return false;
        }
        if (!rule.allows(value)) {
            return refuse(
                    Reason.NOT_ALLOWED,
                    named(rule) + ", value=" + Printable.quoted(value) + ", allowed="
                            + rule.allowed().stream().sorted().toList());
        }
        texts[field] = value;
        return true;
    }

    /** Takes the elements of a vector, which are kept, not copied. */
    boolean vector(int field, float[] elements) {
        FieldRule rule = shape.rule(field);
        if (elements.length != rule.length()) {
            return refuseLength(field, "elements=" + elements.length);
        }
        for (float element : elements) {
            if (!rule.holds(element)) {
                return refuseNumber(field, element);
            }
        }
        vectors[field] = elements;
        return true;
    }

    boolean id(String value) {
        id = value;
        return fits(shape.events().id(), value);
    }

    boolean key(String value) {
        key = value;
        return fits(shape.events().key(), value);
    }

    /** Takes a time as it was written. */
    boolean time(TimeReader times, String text) {
        long millis = times.read(text);
        return millis == TimeReader.UNREADABLE ? refuseTime(times, text) : time(millis);
    }

    boolean refuseTime(TimeReader times, String text) {
        return refuse(
                Reason.BAD_TIME,
                "time cannot be read: " + timeNamed() + ", value=" + Printable.quoted(text) + ", expected="
                        + times.expected());
    }

    boolean time(long millis) {
        if (millis < 0) {
            return refuse(Reason.BAD_TIME, "time is negative: " + timeNamed() + ", value=" + millis + ", min=0");
        }
        long latest = shape.latestMillis();
        if (millis > latest) {
            return refuse(
                    Reason.BAD_TIME,
                    "time is too far ahead of the clock: " + timeNamed() + ", value=" + Instant.ofEpochMilli(millis)
                            + ", max=" + Instant.ofEpochMilli(latest) + " (now + max-future="
                            + shape.events().time().maxFuture() + ")");
        }
        timeMillis = millis;
        return true;
    }

    boolean refuseLength(int field, String found) {
        FieldRule rule = shape.rule(field);
        return refuse(Reason.WRONG_LENGTH, named(rule) + ", " + found + ", length=" + rule.length());
    }

    boolean refuseType(String field, String type, String found) {
        return refuse(Reason.WRONG_TYPE, "field=" + field + ", type=" + type + ", found=" + found);
    }

    boolean refuseEncoding(String field) {
        return refuse(Reason.BAD_ENCODING, "text is not UTF-8: field=" + field);
    }

    /** Refuses a number that its type cannot hold: a word for none, or digits for one that is too large. */
    boolean refuseUnfit(String field, String text, String type) {
        boolean word = !Character.isDigit(text.charAt(text.length() - 1));
        String detail = "field=" + field + ", value=" + Printable.quoted(text);
        return word
                ? refuse(Reason.NOT_FINITE, detail)
                : refuse(Reason.OUT_OF_RANGE, detail + ", type=" + type + " cannot hold it");
    }

    /** Refuses the event, unless it is refused already. */
    boolean refuse(Reason reason, String detail) {
        if (rejection == null) {
            rejection = GuardedDecoder.rejection(raw, reason, detail);
        }
        return false;
    }

    /** The event, or the first reason why it is none. */
    Decoded finish() {
        if (rejection == null) {
            requireEverything();
        }
        if (rejection != null) {
            return rejection;
        }
        return new Event(raw, orEmpty(id), orEmpty(key), timeMillis, new Values(numbers, texts, vectors));
    }

    private void requireEverything() {
        if (id == null || id.isEmpty()) {
            refuseMissingId();
        } else if (key == null || key.isEmpty()) {
            refuseMissingKey();
        } else if (timeMillis < 0) {
            refuseMissingTime();
        }
        for (int field = 0; field < shape.size(); field++) {
            FieldRule rule = shape.rule(field);
            if (rule.required() && missing(field, rule)) {
                refuseMissing(field);
            }
        }
    }

    boolean refuseMissingId() {
        return refuse(
                Reason.MISSING_FIELD, "id is missing: field=" + shape.events().id());
    }

    boolean refuseMissingKey() {
        return refuse(
                Reason.MISSING_FIELD, "key is missing: field=" + shape.events().key());
    }

    boolean refuseMissingTime() {
        return refuse(Reason.MISSING_FIELD, "time is missing: " + timeNamed());
    }

    boolean refuseMissing(int field) {
        return refuse(Reason.MISSING_FIELD, "required field is missing: " + named(shape.rule(field)));
    }

    private boolean missing(int field, FieldRule rule) {
        return switch (rule.type()) {
            case FLOAT, INT, BOOL -> Double.isNaN(numbers[field]);
            case CATEGORY -> texts[field] == null;
            case VECTOR -> vectors[field] == null;
        };
    }

    private boolean refuseNumber(int field, double value) {
        FieldRule rule = shape.rule(field);
        if (!Double.isFinite(value)) {
            return refuse(Reason.NOT_FINITE, named(rule) + ", value=" + value);
        }
        String bound = value < rule.min() ? ", min=" + rule.min() : ", max=" + rule.max();
        return refuse(Reason.OUT_OF_RANGE, named(rule) + ", value=" + value + bound);
    }

    private boolean fits(String field, String value) {
        int max = shape.events().limits().maxStringLength();
        if (value.length() > max) {
            return refuse(
                    Reason.TOO_LONG,
                    "text is too long: field=" + field + ", characters=" + value.length() + ", max=" + max);
        }
        if (!writable(value)) {
            return refuse(
                    Reason.BAD_ENCODING,
                    "text holds U+0000 or half of a surrogate pair: field=" + field + ", value="
                            + Printable.quoted(value));
        }
        return true;
    }

    /** Whether the text can be written again: as UTF-8, and into a database that ends texts with a zero. */
    static boolean writable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == 0 || Character.isLowSurrogate(each)) {
                return false;
            }
            if (Character.isHighSurrogate(each)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private String timeNamed() {
        return "field=" + shape.events().time().field();
    }

    private static String named(FieldRule rule) {
        return "field=" + rule.name();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
