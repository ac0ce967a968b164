package io.millrace.operators.record;

/** How far a feature value can be trusted; ordered from best to worst. */
public enum Freshness {
    /** From the store and not older than the view's maximum age. */
    PRESENT(0),
    /** The last known value, older than the maximum age. */
    STALE(1),
    /** The column's default, because the store has no value or could not be asked. */
    DEFAULTED(2),
    /** Nothing. */
    MISSING(3);

    private static final Freshness[] ALL = values();

    private final byte code;

    Freshness(int code) {
        this.code = (byte) code;
    }

    public static Freshness of(int code) {
        return ALL[code];
    }

    /** What stands for it in arrays and in state; grows from best to worst. */
    public byte code() {
        return code;
    }
}
