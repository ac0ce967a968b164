package io.millrace.operators.promote;

import io.millrace.models.promote.LatencyCounts;
import io.millrace.models.promote.RolloutState.Place;
import io.millrace.models.promote.ServiceReport;
import io.millrace.models.promote.ServiceStats;

/**
 * How a candidate has run at one step of its rollout. It is counted anew after a restore. Rows say whether a version failed,
 * and not how long it took.
 */
final class StepTally {
    private static final double CLOSE = 1e-6;

    private final Place place;
    private final OutputBins outputs = new OutputBins();
    private long requests;
    private long failures;

    StepTally(Place place) {
        this.place = place;
    }

    /** Whether it is about this step. */
    boolean of(Place current) {
        return place.epoch() == current.epoch();
    }

    void add(Observed.Ran ran) {
        boolean here = ran.champion() == place.champion()
                && ran.candidate() == place.candidate()
                && !(Math.abs(ran.share() - place.share()) > CLOSE);
        if (!here) {
            return;
        }
        requests++;
        if (ran.failed()) {
            failures++;
        } else {
            outputs.add(ran.championOutput(), ran.candidateOutput());
        }
    }

    ServiceReport report() {
        return new ServiceReport(
                place.epoch(),
                new ServiceStats(requests, 0, 0, LatencyCounts.empty()),
                new ServiceStats(requests, failures, 0, LatencyCounts.empty()),
                outputs.shift(),
                "");
    }
}
