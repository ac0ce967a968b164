package io.millrace.models.aggregate;

import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of some events for one column. It takes events in any order, and another accumulator of its kind;
 * the result is the same however the events were spread, but for rounding and for what a sketch promises.
 */
sealed interface Accumulator
        permits CountAccumulator,
                SumAccumulator,
                SpreadAccumulator,
                ExtremeAccumulator,
                LatestAccumulator,
                DistinctAccumulator,
                QuantileAccumulator {

    /**
     * Takes an event.
     *
     * @param number NaN if it has none
     * @param text null if it has none
     */
    void add(long eventMillis, double number, @Nullable String text);

    /** Takes what another one of the same kind has taken, and leaves that one as it is. */
    void merge(Accumulator other);

    /**
     * The number that it stands for, or NaN if there is none.
     *
     * @param atMillis the moment that the result is for
     */
    double number(long atMillis);

    /** The text that it stands for, or null. */
    default @Nullable String text() {
        return null;
    }

    /** Whether the number may be another one, within some bounds, if the same events come in another order. */
    default boolean estimated() {
        return false;
    }

    void write(DataOutput out) throws IOException;
}
