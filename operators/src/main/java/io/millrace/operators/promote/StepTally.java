package io.millrace.operators.promote;

import io.millrace.models.promote.LatencyCounts;
import io.millrace.models.promote.RolloutState.Place;
import io.millrace.models.promote.ServiceReport;
import io.millrace.models.promote.ServiceStats;
import io.millrace.operators.record.Scored;

/**
 * How a candidate has run at one step of its rollout. It is counted anew after a restore. The latency of a row is the forward
 * pass of its whole batch by the version that answered; rows that do not say how long that took are requests without a latency.
 */
final class StepTally {
    private static final double CLOSE = 1e-6;

    private final Place place;
    private final OutputBins outputs = new OutputBins();
    private final LatencyCounts ofChampion = LatencyCounts.empty();
    private final LatencyCounts ofCandidate = LatencyCounts.empty();
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
        count(ofChampion, ran.ofChampion());
        if (ran.failed()) {
            failures++;
        } else {
            count(ofCandidate, ran.ofCandidate());
            outputs.add(ran.ofChampion().output(), ran.ofCandidate().output());
        }
    }

    private static void count(LatencyCounts latencies, Observed.Answer answer) {
        if (answer.micros() != Scored.UNKNOWN) {
            latencies.add(answer.micros());
        }
    }

    ServiceReport report() {
        return new ServiceReport(
                place.epoch(),
                new ServiceStats(requests, 0, 0, ofChampion),
                new ServiceStats(requests, failures, 0, ofCandidate),
                outputs.shift(),
                "");
    }
}
