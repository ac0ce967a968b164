package io.millrace.config;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Refusal;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The keys of {@link EventsConfig.Time}. */
final class TimeKeys {
    private static final ZonedDateTime SAMPLE = ZonedDateTime.of(2024, 2, 29, 13, 14, 15, 0, ZoneOffset.UTC);

    static final Key<String> FIELD = Key.required("field", NameTypes.FIELD, "field that holds the event's time");
    static final Key<String> PATTERN = Key.optional(
            "pattern",
            Type.written("a java.time DateTimeFormatter pattern", TimeKeys::pattern, ""),
            "how the time is written; without a pattern a number is epoch milliseconds and a text is ISO-8601");
    static final Key<ZoneId> ZONE = Key.of(
            "zone",
            Type.<ZoneId>written("a zone such as UTC or Europe/Berlin", TimeKeys::zone, ZoneOffset.UTC),
            ZoneId.of("UTC"),
            "zone of times that are written without one");
    static final Key<Duration> MAX_LATENESS = Key.of(
            "max-lateness",
            Type.duration(Duration.ZERO, Duration.ofDays(30)),
            Duration.ofSeconds(5),
            "how far events may be out of order before they count as late");
    static final Key<Duration> MAX_FUTURE = Key.of(
            "max-future",
            Type.duration(Duration.ZERO, Duration.ofDays(365)),
            Duration.ofHours(1),
            "how far ahead of the clock an event may be; one further ahead is rejected");
    static final Key<Duration> IDLE_AFTER = Key.of(
            "idle-after",
            Type.duration(Duration.ofMillis(100), Duration.ofDays(1)),
            Duration.ofSeconds(5),
            "a partition silent for this long no longer holds event time back");

    static final Key<Duration> ROW_INTERVAL = Key.of(
            "row-interval",
            Type.duration(Duration.ofMillis(1), Duration.ofDays(365)),
            EventsConfig.Time.ROW_INTERVAL,
            "how far apart the rows of a file are taken to be that has neither ids nor times");

    static final Shape SHAPE = Shape.of(FIELD, PATTERN, ZONE, MAX_LATENESS, MAX_FUTURE, IDLE_AFTER, ROW_INTERVAL);

    private TimeKeys() {}

    static EventsConfig.Time bind(Section section) {
        return new EventsConfig.Time(
                section.get(FIELD),
                section.find(PATTERN),
                section.get(ZONE),
                section.get(MAX_LATENESS),
                section.get(MAX_FUTURE),
                section.get(IDLE_AFTER),
                section.get(ROW_INTERVAL));
    }

    private static ZoneId zone(String text) {
        return NameTypes.refusing(ZoneId::of, "must be a zone such as UTC or Europe/Berlin")
                .apply(text);
    }

    /** The pattern itself, if a time written with it can be read again as a date at least. */
    private static String pattern(String text) {
        DateTimeFormatter formatter = NameTypes.refusing(
                        (String pattern) -> DateTimeFormatter.ofPattern(pattern, Locale.ROOT),
                        "must be a java.time DateTimeFormatter pattern such as yyyyMMdd'T'HHmmss")
                .apply(text);
        try {
            formatter.parse(SAMPLE.format(formatter), LocalDate::from);
            return text;
        } catch (DateTimeException e) {
            throw new Refusal("must have a year, a month and a day that can be read back");
        }
    }
}
