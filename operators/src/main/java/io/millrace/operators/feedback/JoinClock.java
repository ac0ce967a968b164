package io.millrace.operators.feedback;

/**
 * Event time as both inputs know it. Scored rows alone drive it; labels only hold it back, and not while their topic is
 * silent. So nothing is called absent that a label not yet read may tell, however far one topic is read ahead of the other,
 * and no label is an orphan because rows are scored late.
 */
final class JoinClock {
    /** Nothing is known yet; far enough from the ends of time to add to and to subtract from. */
    static final long UNKNOWN = Long.MIN_VALUE / 4;

    private static final long LAST = -UNKNOWN;

    private long scored = UNKNOWN;
    private long labels = UNKNOWN;
    private long together = UNKNOWN;
    private boolean labelsSilent;

    /** A watermark of the scored rows. */
    void scored(long markMillis) {
        scored = Math.max(scored, Math.min(markMillis, LAST));
        advance();
    }

    /** A watermark of the labels. */
    void labels(long markMillis) {
        labels = Math.max(labels, Math.min(markMillis, LAST));
        advance();
    }

    void labelsSilent(boolean silent) {
        labelsSilent = silent;
        advance();
    }

    /** What another clock has shown, this one has, too. */
    void restore(long scoredMillis, long labelsMillis, long togetherMillis) {
        scored = scoredMillis;
        labels = labelsMillis;
        together = togetherMillis;
    }

    private void advance() {
        together = Math.max(together, labelsSilent ? scored : Math.min(scored, labels));
    }

    /** All rows of earlier events have come, unless they are late. */
    long scored() {
        return scored;
    }

    long labels() {
        return labels;
    }

    /** Up to here everything has come, rows and labels. */
    long together() {
        return together;
    }
}
