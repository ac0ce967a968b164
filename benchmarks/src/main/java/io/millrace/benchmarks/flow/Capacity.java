package io.millrace.benchmarks.flow;

import io.millrace.benchmarks.report.Round;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What open loads are shares of.
 *
 * @param perSecond events per second, or 0 to measure it; a promise holds for a measured one only
 * @param pace of a round that measures it
 */
public record Capacity(double perSecond, Pace pace) {
    private static final int ATTEMPTS = 3;
    private static final Pace DRAIN = new Pace(Duration.ofSeconds(8), Duration.ofSeconds(60), Duration.ofSeconds(8));

    /**
     * What came out.
     *
     * @param rounds those that measured it, none if it was given
     */
    record Known(double perSecond, List<Round> rounds) {

        boolean measured() {
            return !rounds.isEmpty();
        }
    }

    /** A given capacity, or one that is to be measured. */
    public static Capacity of(@Nullable Double perSecond) {
        return new Capacity(perSecond == null ? 0 : perSecond, DRAIN);
    }

    /** The capacity as given; otherwise rounds of the scoring job until one counts. */
    Known measure(Bed bed, Runner.Surroundings surroundings) throws IOException, InterruptedException {
        if (perSecond > 0) {
            return new Known(perSecond, List.of());
        }
        bed.fill(bed.workload().events());
        DrainTest test = new DrainTest(bed, surroundings.cores(), surroundings.rig(), surroundings.progress());
        OurRig ours = new OurRig();
        List<Round> rounds = new ArrayList<>();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            String name = bed.workload().name().toLowerCase(Locale.ROOT) + "-capacity-" + attempt;
            Round round = test.run(ours, 1, RigOrder.of(bed, ours, name, pace)).get(0);
            rounds.add(round);
            if (round.verdict().counted()) {
                return new Known(round.sample().eventsPerSecond(), rounds);
            }
            if (!round.verdict().correct()) {
                throw new IOException("outputs are wrong: rig=" + round.cell() + ", "
                        + round.verdict().why());
            }
            surroundings
                    .progress()
                    .accept("capacity: round does not count: " + round.verdict().why());
        }
        throw new IOException("capacity cannot be measured: rounds=" + ATTEMPTS + ", last="
                + rounds.get(ATTEMPTS - 1).verdict().why()
                + "; try again when the machine is quiet, or give it with --capacity");
    }
}
