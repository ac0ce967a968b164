package io.millrace.jobs.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.operators.record.Reason;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A way in which an event can be broken, and the reason with which it must become a dead letter. */
enum Defect {
    NOTHING_SENT(Reason.EMPTY),
    CUT_OFF(Reason.MALFORMED),
    IN_A_LIST(Reason.NOT_AN_OBJECT),
    IN_LATIN_1(Reason.BAD_ENCODING),
    NO_GRADE(Reason.MISSING_FIELD),
    SIZE_IN_WORDS(Reason.WRONG_TYPE),
    NEGATIVE_BEDROOMS(Reason.OUT_OF_RANGE),
    SIZE_TWICE(Reason.DUPLICATE_FIELD),
    FROM_THE_FUTURE(Reason.BAD_TIME);

    private static final long YEAR_MILLIS = 365 * 86_400_000L;

    private final Reason reason;

    Defect(Reason reason) {
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    /** The bytes of a broken event made from the fields of a good one. */
    byte[] apply(Map<String, String> fields) {
        byte[] whole = ListingJson.bytes(fields);
        return switch (this) {
            case NOTHING_SENT -> new byte[0];
            case CUT_OFF -> Arrays.copyOf(whole, whole.length / 2);
            case IN_A_LIST -> ('[' + ListingJson.text(fields) + ']').getBytes(UTF_8);
            case IN_LATIN_1 ->
                ListingJson.text(with(fields, "zipcode", "\"\u00C4\"")).getBytes(ISO_8859_1);
            case NO_GRADE -> ListingJson.bytes(without(fields, "grade"));
            case SIZE_IN_WORDS -> ListingJson.bytes(with(fields, "sqft_living", "\"spacious\""));
            case NEGATIVE_BEDROOMS -> ListingJson.bytes(with(fields, "bedrooms", "-3"));
            case SIZE_TWICE -> twice("sqft_living", fields).getBytes(UTF_8);
            case FROM_THE_FUTURE -> ListingJson.bytes(with(fields, "listed_at", aYearLater(fields)));
        };
    }

    private static String twice(String name, Map<String, String> fields) {
        return "{\"" + name + "\":" + fields.get(name) + ','
                + ListingJson.text(fields).substring(1);
    }

    private static String aYearLater(Map<String, String> fields) {
        return Long.toString(Long.parseLong(fields.getOrDefault("listed_at", "0")) + YEAR_MILLIS);
    }

    private static Map<String, String> with(Map<String, String> fields, String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.put(name, value);
        return changed;
    }

    private static Map<String, String> without(Map<String, String> fields, String name) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.remove(name);
        return changed;
    }
}
