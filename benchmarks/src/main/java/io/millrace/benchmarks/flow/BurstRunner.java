package io.millrace.benchmarks.flow;

import io.millrace.benchmarks.latency.LatencySlices;
import io.millrace.benchmarks.report.BurstResult;
import io.millrace.benchmarks.report.BurstResult.Phase;
import io.millrace.benchmarks.report.BurstResult.Recovery;
import io.millrace.benchmarks.report.Cell;
import io.millrace.benchmarks.report.Round;
import io.millrace.benchmarks.report.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * W4: measures what the scoring job can carry, unless it is told, sends less than that, then more for a while, then less
 * again, and looks at how soon the latency is what it was.
 */
public final class BurstRunner {
    private static final Duration SLICE = Duration.ofSeconds(1);
    private static final double MILLIS = 1e3;

    private final Plan plan;
    private final Runner.Surroundings surroundings;

    /**
     * What is measured.
     *
     * @param seed of the arrivals
     */
    public record Plan(Workload workload, Capacity capacity, Burst burst, Times times, long seed) {}

    /** The rates before and after, and within the burst, as shares of the capacity. */
    public record Burst(double steady, double peak) {
        /** What a burst is unless something else is asked for. */
        public static final Burst USUAL = new Burst(0.7, 1.1);
    }

    /** How long each part lasts. */
    public record Times(Duration warmUp, Duration before, Duration burst, Duration after) {}

    /**
     * What came out.
     *
     * @param rounds those that measured the capacity
     */
    public record Measured(List<Round> rounds, BurstResult burst) {

        public Measured {
            rounds = List.copyOf(rounds);
        }
    }

    public BurstRunner(Plan plan, Runner.Surroundings surroundings) {
        this.plan = plan;
        this.surroundings = surroundings;
    }

    /** Runs everything. If that fails, the logs of the processes stay. */
    public Measured run() throws Exception {
        Measured measured;
        try (Bed bed = surroundings.bed(plan.workload)) {
            Capacity.Known capacity = plan.capacity.measure(bed, surroundings);
            measured = new Measured(capacity.rounds(), burst(bed, capacity));
        }
        surroundings.delete();
        return measured;
    }

    private BurstResult burst(Bed bed, Capacity.Known known) throws IOException, InterruptedException {
        double capacity = known.perSecond();
        double steady = plan.burst.steady * capacity;
        double peak = plan.burst.peak * capacity;
        LoadOrder.Shape shape = LoadOrder.Shape.after(
                plan.times.warmUp,
                capacity,
                new LoadOrder.Phase(steady, plan.times.before),
                new LoadOrder.Phase(peak, plan.times.burst),
                new LoadOrder.Phase(steady, plan.times.after));
        LatencySlices slices = new LatencySlices(shape.arrivals(plan.seed), SLICE);
        Verdict verdict = new LoadTest(bed, surroundings.cores(), surroundings.rig(), surroundings.progress())
                .run(
                        new LoadTest.Ask(new OurRig(), "burst", shape, plan.seed),
                        new Answers.Recording(slices, new Parts(plan.times.warmUp)));
        double from = seconds(plan.times.warmUp.plus(plan.times.before));
        Phase phase = new Phase(from, from + seconds(plan.times.burst), steady, peak);
        List<BurstResult.Point> points = verdict.correct() ? slices.points() : List.of();
        return new BurstResult(
                new Cell(plan.workload.name(), new OurRig().name()),
                phase,
                Recovery.of(
                        phase,
                        seconds(plan.times.warmUp),
                        points,
                        known.measured() ? Goals.ofRecovery(plan.workload) : Double.NaN),
                verdict,
                points);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / MILLIS;
    }
}
