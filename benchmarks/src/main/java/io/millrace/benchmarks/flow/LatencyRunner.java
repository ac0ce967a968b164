package io.millrace.benchmarks.flow;

import io.millrace.benchmarks.latency.LatencyMeter;
import io.millrace.benchmarks.report.Cell;
import io.millrace.benchmarks.report.LatencyResult;
import io.millrace.benchmarks.report.LatencyResult.Load;
import io.millrace.benchmarks.report.LatencyResult.Spacing;
import io.millrace.benchmarks.report.Percentiles;
import io.millrace.benchmarks.report.Round;
import io.millrace.benchmarks.report.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures what the scoring job can carry, unless it is told, and then its latency at shares of that. */
public final class LatencyRunner {
    private final Plan plan;
    private final Runner.Surroundings surroundings;

    /**
     * What is measured.
     *
     * @param rig that carries the loads
     * @param shares of the capacity, each a load
     * @param seed of the arrivals
     */
    public record Plan(
            Workload workload, Rig.Stream rig, Capacity capacity, List<Double> shares, Pace pace, long seed) {

        public Plan {
            shares = List.copyOf(shares);
        }
    }

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
        Capacity.Known capacity = plan.capacity.measure(bed, surroundings);
        LoadTest test = new LoadTest(bed, surroundings.cores(), surroundings.rig(), surroundings.progress());
        List<Load> loads = new ArrayList<>();
        for (double share : plan.shares) {
            Load load = load(test, loads.size() + 1, share, capacity.perSecond());
            loads.add(load);
            surroundings.progress().accept(told(load));
        }
        return new Measured(
                capacity.rounds(),
                new LatencyResult(
                        new Cell(plan.workload.name(), plan.rig.name()),
                        capacity.perSecond(),
                        loads,
                        capacity.measured() ? Goals.ofLatency(plan.workload) : List.of()));
    }

    private Load load(LoadTest test, int number, double share, double capacity)
            throws IOException, InterruptedException {
        LatencyMeter meter = new LatencyMeter(plan.pace.warmUp());
        Parts parts = new Parts(plan.pace.warmUp());
        Verdict verdict = test.run(
                new LoadTest.Ask(
                        plan.rig,
                        String.format(Locale.ROOT, "load-%d-%.0f", number, 100 * share),
                        LoadOrder.Shape.after(
                                plan.pace.warmUp(),
                                capacity,
                                new LoadOrder.Phase(capacity * share, plan.pace.measured())),
                        plan.seed + number),
                new Answers.Recording(meter, parts));
        return verdict.correct()
                ? new Load(share, Spacing.POISSON, meter.percentiles(), parts.list(), verdict)
                : new Load(share, Spacing.POISSON, new Percentiles(0, List.of()), List.of(), verdict);
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
