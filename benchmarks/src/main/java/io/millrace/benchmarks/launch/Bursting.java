package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.BurstRunner;
import io.millrace.benchmarks.flow.OurRig;
import io.millrace.benchmarks.report.BurstResult;
import io.millrace.benchmarks.report.Figures;
import io.millrace.benchmarks.report.Result;
import io.millrace.benchmarks.report.Run;
import io.millrace.benchmarks.report.ThroughputResult;
import io.millrace.jobs.launch.Console;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs a burst and presents what came out. */
final class Bursting {
    private final Console console;
    private final Workplace place;
    private final List<String> jvm;

    /**
     * @param jvm further options of the rigs' JVM
     */
    Bursting(Console console, Workplace place, List<String> jvm) {
        this.console = console;
        this.place = place;
        this.jvm = jvm;
    }

    /**
     * Runs it and prints what came out.
     *
     * @param command that repeats the run
     */
    Result run(String command, BurstRunner.Plan plan) throws Exception {
        place.greet(plan.seed());
        BurstRunner.Measured measured = new BurstRunner(plan, place.surroundings(jvm)).run();
        console.progressDone();
        console.print(told(measured.burst()));
        return Result.of(
                        new Run(
                                command,
                                place.machine(),
                                settings(plan),
                                Comparing.legend(List.of(plan.workload()), List.of(new OurRig())),
                                plan.seed()),
                        new ThroughputResult(List.of(), measured.rounds()))
                .withBursts(List.of(measured.burst()));
    }

    static String told(BurstResult burst) {
        BurstResult.Phase phase = burst.burst();
        BurstResult.Recovery recovery = burst.recovery();
        String load = String.format(
                Locale.ROOT,
                "%s: %,.0f events/s, %,.0f for %s s, then %,.0f again: ",
                burst.cell(),
                phase.steady(),
                phase.peak(),
                Figures.digits(phase.until() - phase.from()),
                phase.steady());
        if (!burst.verdict().counted()) {
            return load + "does not count: " + burst.verdict().why();
        }
        String level = "p95 at most " + Figures.digits(recovery.p95Before()) + " ms, as before the burst, ";
        return load
                + level
                + (Double.isNaN(recovery.seconds())
                        ? "was not reached again"
                        : Figures.digits(recovery.seconds()) + " s after its end")
                + (Double.isNaN(recovery.goal()) ? "" : "; goal " + Figures.digits(recovery.goal()) + " s");
    }

    private static Map<String, String> settings(BurstRunner.Plan plan) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("capacity", LoadTesting.described(plan.capacity()));
        settings.put("warm-up", Comparing.seconds(plan.times().warmUp()));
        settings.put(
                "before, burst, after",
                String.join(
                        ", ",
                        Comparing.seconds(plan.times().before()),
                        Comparing.seconds(plan.times().burst()),
                        Comparing.seconds(plan.times().after())));
        settings.put("arrivals", "Poisson");
        return settings;
    }
}
