package io.millrace.config;

import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What arrives: the topic, how its bytes are read, and which fields an event must have.
 *
 * @param id field with the application's own id of the event
 * @param key field with the entity the event is about; the key of every output record
 * @param fields the declared fields in file order; their position is the schema index of the decoded columns
 */
public record EventsConfig(
        String topic, Format format, String id, String key, Time time, List<FieldConfig> fields, Limits limits)
        implements Serializable {

    /** How the bytes of an event are laid out; see docs/messages.md. */
    public enum Format {
        JSON,
        FRAME,
        ARROW
    }

    /**
     * Event time and how far it is trusted.
     *
     * @param field field that holds the event's time
     * @param pattern a {@link java.time.format.DateTimeFormatter} pattern, or null for epoch milliseconds
     *     (numbers) and ISO-8601 (text)
     * @param zone zone of times written without one
     * @param maxLateness how far events may be out of order before they count as late
     * @param maxFuture how far ahead of the clock an event may be; later ones are rejected before watermarks see them
     * @param idleAfter a partition silent for this long no longer holds watermarks back
     * @param rowInterval how far apart the rows of a file without times are taken to be
     */
    public record Time(
            String field,
            @Nullable String pattern,
            ZoneId zone,
            Duration maxLateness,
            Duration maxFuture,
            Duration idleAfter,
            Duration rowInterval)
            implements Serializable {
        static final Duration ROW_INTERVAL = Duration.ofSeconds(1);

        /** Event time, of rows a second apart where a file does not say. */
        public Time(
                String field,
                @Nullable String pattern,
                ZoneId zone,
                Duration maxLateness,
                Duration maxFuture,
                Duration idleAfter) {
            this(field, pattern, zone, maxLateness, maxFuture, idleAfter, ROW_INTERVAL);
        }
    }

    /**
     * Bounds checked before any parser sees the bytes.
     *
     * @param maxRows most rows of a message in a format that holds several events
     */
    public record Limits(
            int maxBytes, int maxHeaderBytes, int maxDepth, int maxNumberLength, int maxStringLength, int maxRows)
            implements Serializable {}

    public EventsConfig {
        fields = List.copyOf(fields);
    }
}
