package io.millrace.benchmarks.flow;

import io.millrace.benchmarks.report.Sample;
import io.millrace.benchmarks.report.Verdict;
import java.util.Locale;

/** The part of a round that is measured. */
record Window(long events, long fromMillis, long toMillis) {
    private static final double MOST_FOREIGN = 0.10;

    /** The same time, of which nothing is known. */
    Window ofNothing() {
        return new Window(0, fromMillis, toMillis);
    }

    Sample sample(Observations observations) {
        return new Sample(
                events,
                Math.max(1, toMillis - fromMillis) / 1e3,
                observations.worked(fromMillis, toMillis) / 1e3 / Math.max(1, events),
                observations.foreign(fromMillis, toMillis),
                observations.compiled(fromMillis, toMillis));
    }

    Verdict verdict(Observations observations) {
        String disturbed = disturbed(observations, fromMillis, toMillis);
        return disturbed.isEmpty() ? Verdict.COUNTED : Verdict.rejected(disturbed);
    }

    /** Why what was measured between two moments says little, or nothing. */
    static String disturbed(Observations observations, long fromMillis, long toMillis) {
        double foreign = observations.foreign(fromMillis, toMillis);
        return foreign <= MOST_FOREIGN
                ? ""
                : String.format(Locale.ROOT, "foreign cpu %.0f %%, at most %.0f %%", 100 * foreign, 100 * MOST_FOREIGN);
    }
}
