package io.millrace.operators.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it was when a model was trained, or is so again.
 *
 * @param model name of the model that it bears on
 * @param feature what has moved; null if it is the model's predictions, its errors, or all features together
 * @param statistic by which it was found, or null
 * @param since when it began, as its finder writes it, or null
 * @param numbers that say so, by name: all are finite
 * @param writtenMillis when its record was written, or {@link #NO_TIME}
 */
@TypeInfo(RecordTypes.Factory.class)
public record Drift(
        String model,
        @Nullable String feature,
        @Nullable String statistic,
        State state,
        @Nullable String since,
        Map<String, Double> numbers,
        long writtenMillis) {
    /** Stands for a time that is not known. */
    public static final long NO_TIME = -1;

    /** Whether it holds. */
    public enum State {
        /** A bound was left. */
        LEFT,
        /** The bound holds again. */
        BACK
    }

    public Drift {
        numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    }

    /** What has drifted, for people. */
    public String what() {
        return (feature == null ? "the model" : feature)
                + (statistic == null ? "" : " by " + statistic)
                + (since == null ? "" : " since " + since);
    }
}
