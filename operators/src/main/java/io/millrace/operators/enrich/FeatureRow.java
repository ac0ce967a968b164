package io.millrace.operators.enrich;

import io.millrace.models.feature.Values;

/**
 * What a store knows about one key.
 *
 * @param values one value per column of the view, in the order of the view's declaration
 * @param timeMillis since when the values hold, in epoch milliseconds, or {@link #UNKNOWN_TIME}
 */
public record FeatureRow(Values values, long timeMillis) {

    /** The time of values whose time the store does not tell; they never count as present. */
    public static final long UNKNOWN_TIME = Long.MIN_VALUE;
}
