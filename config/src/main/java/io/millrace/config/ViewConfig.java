package io.millrace.config;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A feature view: named columns of one entity, who answers for them, and where they come from.
 *
 * @param key name of the entity key column
 * @param maxAge the age past which the owner no longer vouches for a value; a pipeline may ask for less
 */
public record ViewConfig(
        String view,
        int version,
        String owner,
        String description,
        String key,
        List<Column> columns,
        Duration maxAge,
        Source source,
        Cache cache)
        implements Serializable {

    /**
     * One feature.
     *
     * @param meaning what the number says, for people
     * @param length number of elements of a vector, 1 for every other type
     * @param unit unit of measurement, or empty
     * @param defaultValue served, flagged as defaulted, when the source has no value; of a vector, every element; null if
     *     there is none
     * @param min smallest number that makes sense, or null
     * @param max largest number that makes sense, or null
     * @param aggregate how the column is computed from events, or null
     * @param ratio how the column is computed from two others, or null
     */
    public record Column(
            String name,
            FieldType type,
            int length,
            String meaning,
            String unit,
            @Nullable String defaultValue,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Aggregate aggregate,
            @Nullable Ratio ratio)
            implements Serializable {

        /** A column of single values. */
        public Column(
                String name,
                FieldType type,
                String meaning,
                String unit,
                @Nullable String defaultValue,
                @Nullable Double min,
                @Nullable Double max,
                @Nullable Aggregate aggregate,
                @Nullable Ratio ratio) {
            this(name, type, /* length= */ 1, meaning, unit, defaultValue, min, max, aggregate, ratio);
        }

        /** The default of a vector, or null if there is none. */
        public float @Nullable [] defaultVector() {
            if (defaultValue == null) {
                return null;
            }
            float[] vector = new float[length];
            Arrays.fill(vector, Float.parseFloat(defaultValue));
            return vector;
        }

        /** Whether a number lies within the bounds that there are. */
        public boolean allows(double number) {
            return (min == null || number >= min) && (max == null || number <= max);
        }
    }

    /**
     * An aggregate over the events of one entity.
     *
     * @param of field aggregated; ignored by {@link Function#COUNT}
     * @param per field each value is divided by first, or null
     * @param over length of the window
     * @param rank of the quantile, from 0 to 1
     * @param unit of the time since the last event
     */
    public record Aggregate(
            Function function,
            @Nullable String of,
            @Nullable String per,
            Duration over,
            double rank,
            Duration unit) implements Serializable {
        /** What is computed. */
        public enum Function {
            COUNT,
            SUM,
            MEAN,
            DEVIATION,
            MEDIAN,
            QUANTILE,
            MIN,
            MAX,
            DISTINCT,
            LAST,
            TIME_SINCE_LAST;

            /** Whether it is of the events themselves, and not of a field of theirs. */
            public boolean ofEvents() {
                return this == COUNT || this == TIME_SINCE_LAST;
            }
        }
    }

    /** A column of the view divided by another one. */
    public record Ratio(String of, String per) implements Serializable {}

    /** Where values come from. */
    public sealed interface Source extends Serializable permits Stored, Streamed {}

    /** A store that somebody else fills, in which rows are looked up by key. */
    public sealed interface Stored extends Source permits Jdbc, Redis {

        /** A lookup that takes longer counts as failed. */
        Duration timeout();

        /** Most keys that one question to the store may hold. */
        int maxKeysPerLookup();
    }

    /** A source whose values arrive on a topic, where each replaces the one before it with the same key. */
    public sealed interface Streamed extends Source permits Stream, Topic {

        /** The compacted topic. */
        String topic();

        /** How much older than an event its values are at least. */
        Duration knownAfter();
    }

    /**
     * A table in a database.
     *
     * @param url JDBC URL; {@code ${home}} stands for {@code MILLRACE_HOME}
     * @param passwordVariable name of the environment variable with the password, or null
     * @param timeColumn column with the time of the row's values, as a timestamp
     * @param timeout a lookup that takes longer counts as failed
     */
    public record Jdbc(
            String url,
            @Nullable String user,
            @Nullable String passwordVariable,
            String table,
            String keyColumn,
            String timeColumn,
            Duration timeout,
            int maxKeysPerLookup)
            implements Stored {}

    /**
     * Keys of a Redis server.
     *
     * @param url {@code redis://} or, with TLS, {@code rediss://host:port/database}
     * @param user who signs in, or null for the server's default user
     * @param passwordVariable name of the environment variable with the password, or null
     * @param key the server's key of a row, in which {@value #KEY} stands for the entity's key
     * @param timeColumn field with the time of the row's values
     * @param timeout a lookup that takes longer counts as failed
     */
    public record Redis(
            String url,
            @Nullable String user,
            @Nullable String passwordVariable,
            String key,
            Layout layout,
            String timeColumn,
            Duration timeout,
            int maxKeysPerLookup)
            implements Stored {
        /** Stands for the entity's key in {@link #key}. */
        public static final String KEY = "{key}";

        /** How a row is laid out. */
        public enum Layout {
            /** A hash with a field for each column. */
            HASH,
            /** A string that holds a JSON object with a member for each column. */
            JSON
        }
    }

    /**
     * A stream of events from which the feature job computes the columns.
     *
     * @param topic where the values go
     * @param every how often values are computed, in event time; every window slides by it
     * @param allowedLateness events may be so far behind the watermark, and correct what was computed
     * @param knownAfter values count from so long after the end of their slide on
     */
    public record Stream(
            String topic, EventsConfig events, Duration every, Duration allowedLateness, Duration knownAfter)
            implements Streamed {

        /** Where events go that cannot be read. */
        public String deadLetters() {
            return topic + ".dead-letters";
        }

        /** The same, whenever its values count: that has no part in what they are. */
        private Stream untimed() {
            return new Stream(topic, events, every, allowedLateness, Duration.ZERO);
        }
    }

    /**
     * A topic that someone else fills.
     *
     * @param time how the time of the values is written, or null if it is the record's
     */
    public record Topic(String topic, EventsConfig.@Nullable Time time) implements Streamed {

        /** The owner says of which time a value is; it counts from then on. */
        @Override
        public Duration knownAfter() {
            return Duration.ZERO;
        }
    }

    /**
     * The cache in front of the source.
     *
     * @param maxBytes bound on the estimated size of all entries
     * @param refreshAfter soft age of an entry: it is still served and reloaded in the background
     * @param expireAfter hard age of an entry: it is not served any more
     * @param unknownFor how long "the store does not know this key" is remembered
     * @param changes topic whose keys name entities that have changed, or null if nobody tells
     */
    public record Cache(
            long maxBytes,
            Duration refreshAfter,
            Duration expireAfter,
            Duration unknownFor,
            @Nullable String changes) implements Serializable {

        /** A cache that is told of no changes. */
        public Cache(long maxBytes, Duration refreshAfter, Duration expireAfter, Duration unknownFor) {
            this(maxBytes, refreshAfter, expireAfter, unknownFor, null);
        }
    }

    public ViewConfig {
        columns = List.copyOf(columns);
    }

    /**
     * The version and a hash of what the columns are and how they come about, but not of what is said about them: what was
     * kept of values of another definition is of no use.
     */
    public String definition() {
        Source computed = source instanceof Stream stream ? stream.untimed() : source;
        StringBuilder text = new StringBuilder(computed.toString());
        for (Column column : columns) {
            Column silent = new Column(
                    column.name,
                    column.type,
                    column.length,
                    /* meaning= */ "",
                    /* unit= */ "",
                    /* defaultValue= */ null,
                    column.min,
                    column.max,
                    column.aggregate,
                    column.ratio);
            text.append('\n').append(silent);
        }
        CRC32C hash = new CRC32C();
        hash.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "v%d-%08x", version, hash.getValue());
    }

    /** The stream that the values are computed from, for those who compute them. */
    public Stream stream() {
        if (source instanceof Stream stream) {
            return stream;
        }
        throw new IllegalStateException("view has no stream: view=" + view);
    }

    /** The store that the values are in, for those who look them up. */
    public Stored stored() {
        if (source instanceof Stored stored) {
            return stored;
        }
        throw new IllegalStateException("view has no store: view=" + view);
    }

    /** The table that the values are in, for those who look them up there. */
    public Jdbc table() {
        if (source instanceof Jdbc table) {
            return table;
        }
        throw new IllegalStateException("view has no table: view=" + view);
    }
}
