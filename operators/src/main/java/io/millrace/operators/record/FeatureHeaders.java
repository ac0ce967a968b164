package io.millrace.operators.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/**
 * The headers of a record with the values of a view, as a CloudEvent: since when they hold, and which version of the view
 * they are of. They are there too when the record has no value, because nothing is known any more.
 */
public final class FeatureHeaders {
    /** The record does not say. */
    public static final long NOT_SAID = -1;

    private static final String TIME = "ce_time";
    private static final String VERSION = "ce_viewversion";

    private FeatureHeaders() {}

    /** The headers of an update. */
    public static List<Header> of(String view, int version, FeatureUpdate update) {
        return List.of(
                header("ce_specversion", "1.0"),
                header("ce_id", update.key() + "@" + update.timeMillis()),
                header("ce_source", "/millrace/features/" + view),
                header("ce_type", "io.millrace.features.v1"),
                header("content-type", "application/json"),
                header(TIME, Instant.ofEpochMilli(update.timeMillis()).toString()),
                header(VERSION, Integer.toString(version)));
    }

    /** The time of the values in epoch milliseconds: what the header says, or else the record's own. */
    public static long timeMillis(RawEvent record) {
        byte[] time = record.header(TIME);
        try {
            return time == null
                    ? record.timestamp()
                    : Instant.parse(new String(time, UTF_8)).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            return record.timestamp();
        }
    }

    /** The version of the view, or {@link #NOT_SAID}. */
    public static long version(RawEvent record) {
        byte[] version = record.header(VERSION);
        try {
            return version == null ? NOT_SAID : Long.parseLong(new String(version, UTF_8));
        } catch (NumberFormatException e) {
            return NOT_SAID;
        }
    }

    private static Header header(String name, String value) {
        return new Header(name, value.getBytes(UTF_8));
    }
}
