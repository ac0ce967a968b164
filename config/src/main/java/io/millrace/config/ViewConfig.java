package io.millrace.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
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
     * @param unit unit of measurement, or empty
     * @param defaultValue served, flagged as defaulted, when the store has no value; null if there is none
     * @param aggregate how {@code train} computes the column from its rows, or null if someone else fills it
     */
    public record Column(
            String name,
            FieldType type,
            String meaning,
            String unit,
            @Nullable String defaultValue,
            @Nullable Aggregate aggregate)
            implements Serializable {}

    /**
     * An aggregate over the training rows of one entity.
     *
     * @param of column aggregated; ignored by {@link Function#COUNT}
     * @param per column each value is divided by first, or null
     */
    public record Aggregate(
            Function function,
            @Nullable String of,
            @Nullable String per) implements Serializable {
        /** What is computed. */
        public enum Function {
            COUNT,
            MEAN,
            MEDIAN,
            MIN,
            MAX
        }
    }

    /**
     * A table in a database.
     *
     * @param url JDBC URL; {@code ${home}} stands for {@code MILLRACE_HOME}
     * @param passwordVariable name of the environment variable with the password, or null
     * @param timeColumn column with the time of the row's values, as a timestamp
     * @param timeout a lookup that takes longer counts as failed
     */
    public record Source(
            String url,
            @Nullable String user,
            @Nullable String passwordVariable,
            String table,
            String keyColumn,
            String timeColumn,
            Duration timeout,
            int maxKeysPerLookup)
            implements Serializable {}

    /**
     * The cache in front of the source.
     *
     * @param maxBytes bound on the estimated size of all entries
     * @param refreshAfter soft age of an entry: it is still served and reloaded in the background
     * @param expireAfter hard age of an entry: it is not served any more
     * @param unknownFor how long "the store does not know this key" is remembered
     */
    public record Cache(long maxBytes, Duration refreshAfter, Duration expireAfter, Duration unknownFor)
            implements Serializable {}

    public ViewConfig {
        columns = List.copyOf(columns);
    }
}
