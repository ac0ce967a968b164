package io.millrace.jobs.demo;

import io.millrace.models.time.Ticker;
import java.util.function.LongSupplier;

/**
 * How far the stream may be ahead of the learner: so many labels, about two seconds of them. On a machine that is busy with
 * other things the stream would be over before anything was learned from it. A learner that does not move at all is not
 * waited for any longer.
 */
/* One thread uses it, that of the load. */
final class DemoPace implements DemoLoad.Gate {
    private static final double SECONDS_AHEAD = 2;
    private static final long MIN_AHEAD = 2_000;
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final long maxAhead;
    private final LongSupplier learned;
    private final Ticker ticker;
    private long sent;
    private long lastLearned;
    private long movedNanos;
    private boolean stuck;

    /**
     * @param learned labels that were learned from so far
     */
    DemoPace(double perSecond, LongSupplier learned, Ticker ticker) {
        this.maxAhead = Math.max(MIN_AHEAD, (long) (SECONDS_AHEAD * perSecond));
        this.learned = learned;
        this.ticker = ticker;
    }

    /** A label was sent. */
    void sent() {
        sent++;
    }

    @Override
    public boolean closed() {
        long now = learned.getAsLong();
        if (now > lastLearned || sent - now <= maxAhead) {
            lastLearned = now;
            movedNanos = ticker.nanos();
        }
        stuck = stuck || ticker.nanos() - movedNanos > PATIENCE_NANOS;
        return !stuck && sent - now > maxAhead;
    }
}
