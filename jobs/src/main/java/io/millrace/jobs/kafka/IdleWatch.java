package io.millrace.jobs.kafka;

import io.millrace.models.time.Ticker;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Says when a job has read everything and nothing new arrives. */
public final class IdleWatch {
    private final Duration quiet;
    private final Ticker ticker;
    private final Predicate<SourceProgress.Snapshot> nothingLeft;
    private SourceProgress.@Nullable Snapshot last;
    private long sinceNanos;

    /**
     * @param quiet how long nothing may have changed
     * @param nothingLeft whether no record lies between what was read and the end; asked only if the offsets differ,
     *     which marks of transactions make them do for ever
     */
    public IdleWatch(Duration quiet, Ticker ticker, Predicate<SourceProgress.Snapshot> nothingLeft) {
        this.quiet = quiet;
        this.ticker = ticker;
        this.nothingLeft = nothingLeft;
    }

    /** Takes where the job stands now. */
    public boolean idle(SourceProgress.Snapshot now) {
        long nanos = ticker.nanos();
        if (!now.equals(last)) {
            last = now;
            sinceNanos = nanos;
            return false;
        }
        if (nanos - sinceNanos < quiet.toNanos()) {
            return false;
        }
        if (now.behind() == 0 || nothingLeft.test(now)) {
            return true;
        }
        sinceNanos = nanos;
        return false;
    }
}
