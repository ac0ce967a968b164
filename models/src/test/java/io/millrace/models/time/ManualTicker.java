package io.millrace.models.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is turned. */
public final class ManualTicker implements Ticker {
    private final AtomicLong nanos = new AtomicLong();
    private final long startMillis;

    public ManualTicker() {
        this(0);
    }

    /** Starts at that many milliseconds after the epoch. */
    public ManualTicker(long startMillis) {
        this.startMillis = startMillis;
    }

    public void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    public void advanceNanos(long by) {
        nanos.addAndGet(by);
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public long epochMillis() {
        return startMillis + nanos.get() / 1_000_000;
    }
}
