package io.millrace.models.time;

/** The clock. Everything that needs a time takes one of these, so that a test can turn it by hand. */
public interface Ticker {

    /** Nanoseconds since an arbitrary origin; for durations only. */
    long nanos();

    /** Milliseconds since the epoch. */
    long epochMillis();

    /** The machine's clock. */
    static Ticker system() {
        return SystemTicker.INSTANCE;
    }
}
