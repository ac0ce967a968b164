package io.millrace.models.time;

import io.millrace.config.EventsConfig;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the event time as a pipeline writes it: by its pattern, or else ISO-8601. */
public final class TimeReader {
    /** The answer for a text that is no time. */
    public static final long UNREADABLE = Long.MIN_VALUE;

    private final @Nullable String pattern;
    private final DateTimeFormatter formatter;
    private final ZoneId zone;

    public TimeReader(EventsConfig.Time time) {
        this.pattern = time.pattern();
        this.formatter = pattern == null ? iso() : strict(pattern);
        this.zone = time.zone();
    }

    /** Whether a JSON number is epoch milliseconds, and not digits to be read by the pattern. */
    public boolean numbersAreMillis() {
        return pattern == null;
    }

    /** Epoch milliseconds, or {@link #UNREADABLE}. */
    public long read(String text) {
        try {
            TemporalAccessor time = formatter.parseBest(
                    text, OffsetDateTime::from, Instant::from, LocalDateTime::from, LocalDate::from);
            return instant(time).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            return UNREADABLE;
        }
    }

    /** What a time looks like, for people. */
    public String expected() {
        return pattern == null ? "epoch milliseconds or ISO-8601" : pattern;
    }

    private Instant instant(TemporalAccessor time) {
        if (time instanceof OffsetDateTime offset) {
            return offset.toInstant();
        }
        if (time instanceof LocalDateTime local) {
            return local.atZone(zone).toInstant();
        }
        return time instanceof LocalDate date ? date.atStartOfDay(zone).toInstant() : Instant.from(time);
    }

    /** A date that does not exist is no time; {@code yyyy} without an era means the common era. */
    private static DateTimeFormatter strict(String pattern) {
        return new DateTimeFormatterBuilder()
                .appendPattern(pattern)
                .parseDefaulting(ChronoField.ERA, 1)
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    private static DateTimeFormatter iso() {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .append(DateTimeFormatter.ISO_LOCAL_DATE)
                .optionalStart()
                .appendLiteral('T')
                .append(DateTimeFormatter.ISO_LOCAL_TIME)
                .optionalStart()
                .appendOffsetId()
                .optionalEnd()
                .optionalEnd()
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }
}
