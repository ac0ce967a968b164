package io.millrace.operators.record;

/** How far a feature value can be trusted; ordered from best to worst. */
public enum Freshness {
    /** From the store and not older than the view's maximum age. */
    PRESENT,
    /** The last known value, older than the maximum age. */
    STALE,
    /** The column's default, because the store has no value or could not be asked. */
    DEFAULTED,
    /** Nothing. */
    MISSING;

    private static final Freshness[] ALL = values();

    public static Freshness of(int ordinal) {
        return ALL[ordinal];
    }
}
