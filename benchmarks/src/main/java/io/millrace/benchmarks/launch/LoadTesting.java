package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.Capacity;
import io.millrace.benchmarks.flow.LatencyRunner;
import io.millrace.benchmarks.flow.OurRig;
import io.millrace.benchmarks.report.Result;
import io.millrace.benchmarks.report.Run;
import io.millrace.benchmarks.report.ThroughputResult;
import io.millrace.jobs.launch.Console;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs open loads and presents what came out. */
final class LoadTesting {
    private final Console console;
    private final Workplace place;
    private final List<String> jvm;

    /**
     * @param jvm further options of the rigs' JVM
     */
    LoadTesting(Console console, Workplace place, List<String> jvm) {
        this.console = console;
        this.place = place;
        this.jvm = jvm;
    }

    /**
     * Runs them and prints the table.
     *
     * @param command that repeats the run
     */
    Result run(String command, LatencyRunner.Plan plan) throws Exception {
        place.greet(plan.seed());
        LatencyRunner.Measured measured = new LatencyRunner(plan, place.surroundings(jvm)).run();
        console.progressDone();
        new LatencyTable(measured.latency()).lines().forEach(console::print);
        return Result.of(
                        new Run(
                                command,
                                place.machine(),
                                settings(plan),
                                Comparing.legend(List.of(plan.workload()), List.of(new OurRig())),
                                plan.seed()),
                        new ThroughputResult(List.of(), measured.rounds()))
                .withLatency(List.of(measured.latency()));
    }

    private static Map<String, String> settings(LatencyRunner.Plan plan) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("capacity", described(plan.capacity()));
        settings.put("warm-up", plan.pace().warmUp().toSeconds() + " s, most of it at 50 % of the capacity or less");
        settings.put("measured", plan.pace().measured().toSeconds() + " s of each load");
        settings.put("arrivals", "Poisson");
        return settings;
    }

    static String described(Capacity capacity) {
        return capacity.perSecond() > 0
                ? "as given"
                : "drained for " + Comparing.seconds(capacity.pace().measured());
    }
}
