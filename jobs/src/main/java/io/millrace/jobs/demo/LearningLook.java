package io.millrace.jobs.demo;

import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.time.Ticker;
import java.io.IOException;

/** Looks now and then how far learning is, and enters it into a tally. */
final class LearningLook {
    private static final long EVERY_NANOS = 300_000_000L;

    private final FirstVersion first;
    private final DemoTally tally;
    private final Ticker ticker;
    private long lookedNanos;

    LearningLook(FirstVersion first, DemoTally tally, Ticker ticker) {
        this.first = first;
        this.tally = tally;
        this.ticker = ticker;
        this.lookedNanos = ticker.nanos() - EVERY_NANOS;
    }

    /** Looks, if it is time to. */
    void look(DemoJobs job) throws ModelLoadException, IOException {
        if (ticker.nanos() - lookedNanos >= EVERY_NANOS) {
            lookedNanos = ticker.nanos();
            tally.learned(first.standing(), job.labels());
        }
    }
}
