package io.millrace.models.promote;

/** The losses of the champion and of the candidate on one event whose label is known. */
public record Pair(double champion, double candidate) {

    boolean finite() {
        return Double.isFinite(champion) && Double.isFinite(candidate);
    }
}
