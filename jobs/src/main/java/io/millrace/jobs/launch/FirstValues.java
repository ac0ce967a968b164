package io.millrace.jobs.launch;

import io.millrace.models.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Waits until the jobs that compute views have read what there is and written what follows from it, before anything is scored
 * for the first time.
 */
final class FirstValues {
    /** How long nothing may have changed; longer than watermarks are apart. */
    static final Duration QUIET = Duration.ofSeconds(1);

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration TELL_EVERY = Duration.ofSeconds(2);

    private final Console console;
    private final List<RunningJob> jobs;

    FirstValues(Console console, List<RunningJob> jobs) {
        this.console = console;
        this.jobs = List.copyOf(jobs);
    }

    /** Returns when they have, or when the process is told to end. */
    void await() throws Exception {
        for (RunningJob job : jobs) {
            long told = Ticker.system().nanos();
            while (!Ending.requested() && !job.caughtUp(QUIET)) {
                if (job.awaitEnd(LOOK_EVERY)) {
                    throw job.failure();
                }
                job.newFailure().ifPresent(console::say);
                long now = Ticker.system().nanos();
                if (now - told > TELL_EVERY.toNanos()) {
                    Optional<String> news = job.news();
                    news.ifPresent(console::progress);
                    told = now;
                }
            }
            if (!Ending.requested()) {
                job.settle();
            }
        }
        console.progressDone();
    }
}
