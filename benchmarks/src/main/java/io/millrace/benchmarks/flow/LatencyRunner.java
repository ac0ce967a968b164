package io.millrace.benchmarks.flow;

import io.millrace.benchmarks.report.Cell;
import io.millrace.benchmarks.report.LatencyResult;
import io.millrace.benchmarks.report.LatencyResult.Load;
import io.millrace.benchmarks.report.Round;
import io.millrace.benchmarks.report.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures what the scoring job can carry, unless it is told, and then its latency at shares of that. */
public final class LatencyRunner {
    private static final double GENTLE = 0.5;
    private static final int ATTEMPTS = 3;

    private final Plan plan;
    private final Runner.Surroundings surroundings;

    /**
     * What is measured.
     *
     * @param shares of the capacity, each a load
     * @param seed of the arrivals
     */
    public record Plan(Workload workload, Capacity capacity, List<Double> shares, Pace pace, long seed) {

        public Plan {
            shares = List.copyOf(shares);
        }
    }

    /**
     * What the loads are shares of.
     *
     * @param perSecond events per second, or 0 to measure it; a promise holds for a measured one only
     * @param pace of a round that measures it
     */
    public record Capacity(double perSecond, Pace pace) {}

    /**
     * What came out.
     *
     * @param rounds those that measured the capacity
     */
    public record Measured(List<Round> rounds, LatencyResult latency) {

        public Measured {
            rounds = List.copyOf(rounds);
        }
    }

    public LatencyRunner(Plan plan, Runner.Surroundings surroundings) {
        this.plan = plan;
        this.surroundings = surroundings;
    }

    /** Runs everything. If that fails, the logs of the processes stay. */
    public Measured run() throws Exception {
        Measured measured;
        try (Bed bed = surroundings.bed(plan.workload)) {
            measured = run(bed);
        }
        surroundings.delete();
        return measured;
    }

    private Measured run(Bed bed) throws IOException, InterruptedException {
        List<Round> rounds = plan.capacity.perSecond > 0 ? List.of() : drain(bed);
        double capacity = rounds.isEmpty()
                ? plan.capacity.perSecond
                : rounds.get(rounds.size() - 1).sample().eventsPerSecond();
        LoadTest test = new LoadTest(bed, surroundings.cores(), surroundings.rig(), surroundings.progress());
        List<Load> loads = new ArrayList<>();
        for (double share : plan.shares) {
            int number = loads.size() + 1;
            Load load = test.run(number, share, shape(capacity, share), plan.seed + number);
            loads.add(load);
            surroundings.progress().accept(told(load));
        }
        return new Measured(
                rounds,
                new LatencyResult(
                        new Cell(plan.workload.name(), new OurRig().name()),
                        capacity,
                        loads,
                        rounds.isEmpty() ? List.of() : Goals.ofLatency(plan.workload)));
    }

    private LoadOrder.Shape shape(double capacity, double share) {
        return new LoadOrder.Shape(
                capacity * Math.min(GENTLE, share), capacity * share, plan.pace.warmUp(), plan.pace.measured());
    }

    /** Rounds until one counts. */
    private List<Round> drain(Bed bed) throws IOException, InterruptedException {
        bed.fill(plan.workload.events());
        DrainTest test = new DrainTest(bed, surroundings.cores(), surroundings.rig(), surroundings.progress());
        OurRig ours = new OurRig();
        List<Round> rounds = new ArrayList<>();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            String name = plan.workload.name().toLowerCase(Locale.ROOT) + "-capacity-" + attempt;
            Round round = test.run(ours, 1, RigOrder.of(bed, ours, name, plan.capacity.pace));
            rounds.add(round);
            if (round.verdict().counted()) {
                return rounds;
            }
            if (round.verdict().kind() == Verdict.Kind.GATE_FAILED) {
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

    private static String told(Load load) {
        return String.format(
                Locale.ROOT,
                "load of %.0f %%: %s",
                100 * load.share(),
                load.verdict().counted()
                        ? String.format(
                                Locale.ROOT, "p99 %.2f ms", load.latency().millis(99))
                        : "does not count: " + load.verdict().why());
    }
}
