package io.millrace.operators.record;

import io.millrace.models.feature.Values;
import java.util.Arrays;

/**
 * The values of every view that an event was enriched with. The arrays are handed over, not copied, because this is
 * made for every event.
 */
public final class FeatureValues {
    /** An age that is not known: nothing was found. */
    public static final long NO_AGE = -1;

    /** What an event has when its pipeline uses no view. */
    public static final FeatureValues NONE =
            new FeatureValues(Values.ofNumbers(), new byte[0], new long[0], /* degraded= */ false);

    private final Values values;
    private final byte[] freshness;
    private final long[] ageMillis;
    private final boolean degraded;

    /**
     * @param values one value per feature column
     * @param freshness one {@link Freshness#code} per feature column
     * @param ageMillis the age of the values per view, or {@link #NO_AGE}
     * @param degraded whether a store could not be asked
     */
    public FeatureValues(Values values, byte[] freshness, long[] ageMillis, boolean degraded) {
        this.values = values;
        this.freshness = freshness;
        this.ageMillis = ageMillis;
        this.degraded = degraded;
    }

    /** These values followed by those of further views. */
    public FeatureValues and(FeatureValues further) {
        byte[] grades = Arrays.copyOf(freshness, freshness.length + further.freshness.length);
        System.arraycopy(further.freshness, 0, grades, freshness.length, further.freshness.length);
        long[] ages = Arrays.copyOf(ageMillis, ageMillis.length + further.ageMillis.length);
        System.arraycopy(further.ageMillis, 0, ages, ageMillis.length, further.ageMillis.length);
        return new FeatureValues(values.and(further.values), grades, ages, degraded || further.degraded);
    }

    public Values values() {
        return values;
    }

    public Freshness freshness(int column) {
        return Freshness.of(freshness[column]);
    }

    /** {@link #freshness} as its code: the position among the grades, from best to worst. */
    public byte freshnessCode(int column) {
        return freshness[column];
    }

    /** Number of feature columns. */
    public int columns() {
        return freshness.length;
    }

    /** Number of views. */
    public int views() {
        return ageMillis.length;
    }

    /** Age of a view's values when they were read, in milliseconds, or {@link #NO_AGE}. */
    public long ageMillis(int view) {
        return ageMillis[view];
    }

    /** Whether a store that should have been asked was slow or down. */
    public boolean degraded() {
        return degraded;
    }

    /** The worst freshness of any column; {@link Freshness#PRESENT} if there is none. */
    public Freshness worst() {
        int worst = 0;
        for (byte each : freshness) {
            worst = Math.max(worst, each);
        }
        return Freshness.of(worst);
    }

    /** The greatest known age of any view, or {@link #NO_AGE}. */
    public long maxAgeMillis() {
        long max = NO_AGE;
        for (long each : ageMillis) {
            max = Math.max(max, each);
        }
        return max;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeatureValues that
                && degraded == that.degraded
                && values.equals(that.values)
                && Arrays.equals(freshness, that.freshness)
                && Arrays.equals(ageMillis, that.ageMillis);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "FeatureValues[values=" + values + ", worst=" + worst() + ", degraded=" + degraded + "]";
    }
}
