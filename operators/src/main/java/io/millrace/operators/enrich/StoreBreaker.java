package io.millrace.operators.enrich;

import io.millrace.models.time.Ticker;
import java.time.Duration;

/**
 * Decides whether a store is asked at all. After {@value #FAILURES_TO_OPEN} failed loads in a row it lets one question
 * through per {@link #PAUSE}, until a load succeeds.
 */
/*
 * Called by every subtask and by the loaders. What holdsBack() reads is volatile, so that it takes no lock; whoever
 * changes it holds this object's.
 */
final class StoreBreaker {
    static final int FAILURES_TO_OPEN = 3;
    static final Duration PAUSE = Duration.ofSeconds(1);

    private final Ticker ticker;
    private volatile int failures;
    private volatile long nextQuestionNanos;

    StoreBreaker(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Whether a question would be refused now. */
    boolean holdsBack() {
        return open() && ticker.nanos() - nextQuestionNanos < 0;
    }

    /** Whether the caller may ask now; if so, it must. */
    synchronized boolean passes() {
        if (holdsBack()) {
            return false;
        }
        nextQuestionNanos = ticker.nanos() + PAUSE.toNanos();
        return true;
    }

    synchronized void succeeded() {
        failures = 0;
    }

    synchronized void failed() {
        failures++;
        nextQuestionNanos = ticker.nanos() + PAUSE.toNanos();
    }

    /** Whether the last load failed. */
    boolean failing() {
        return failures > 0;
    }

    /** Whether questions are held back. */
    boolean open() {
        return failures >= FAILURES_TO_OPEN;
    }
}
