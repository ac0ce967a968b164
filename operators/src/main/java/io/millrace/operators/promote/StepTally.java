package io.millrace.operators.promote;

import io.millrace.models.promote.LatencyCounts;
import io.millrace.models.promote.RolloutState.Place;
import io.millrace.models.promote.ServiceReport;
import io.millrace.models.promote.ServiceStats;
import io.millrace.operators.record.Scored;
import java.util.HashSet;
import java.util.Set;

/**
 * How a candidate has run at one step of its rollout. It is counted anew after a restore. The latency of a row is the forward
 * pass of its whole batch by the version that answered; rows that do not say how long that took are requests without a latency.
 *
 * <p>A thousand rows may have come in four batches, whose 99th percentile is the slowest of the four. So nothing is said of
 * latency before there were a hundred passes. They are told apart by how long both versions took, which never counts one twice.
 */
final class StepTally {
    static final int PASSES = 100;
    private static final double CLOSE = 1e-6;

    private final Place place;
    private final OutputBins outputs = new OutputBins();
    private final Set<Long> passes = new HashSet<>();
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
        if (ran.failed()) {
            failures++;
        } else {
            outputs.add(ran.ofChampion().output(), ran.ofCandidate().output());
            took(ran.ofChampion().micros(), ran.ofCandidate().micros());
        }
    }

    private void took(int championMicros, int candidateMicros) {
        if (championMicros == Scored.UNKNOWN || candidateMicros == Scored.UNKNOWN) {
            return;
        }
        ofChampion.add(championMicros);
        ofCandidate.add(candidateMicros);
        if (passes.size() < PASSES) {
            passes.add((long) championMicros << Integer.SIZE | candidateMicros);
        }
    }

    private LatencyCounts known(LatencyCounts latencies) {
        return passes.size() < PASSES ? LatencyCounts.empty() : latencies;
    }

    ServiceReport report() {
        return new ServiceReport(
                place.epoch(),
                new ServiceStats(requests, 0, 0, known(ofChampion)),
                new ServiceStats(requests, failures, 0, known(ofCandidate)),
                outputs.shift(),
                "");
    }
}
