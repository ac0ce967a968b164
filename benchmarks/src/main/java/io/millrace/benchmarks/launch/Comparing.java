package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.Goals;
import io.millrace.benchmarks.flow.Pace;
import io.millrace.benchmarks.flow.Rig;
import io.millrace.benchmarks.flow.Runner;
import io.millrace.benchmarks.flow.Workload;
import io.millrace.benchmarks.report.Legend;
import io.millrace.benchmarks.report.Result;
import io.millrace.benchmarks.report.Run;
import io.millrace.benchmarks.report.ThroughputResult;
import io.millrace.jobs.launch.Console;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs a comparison and presents what came out. */
final class Comparing {
    private final Console console;
    private final Workplace place;
    private final List<String> jvm;

    /**
     * @param jvm further options of the rigs' JVM
     */
    Comparing(Console console, Workplace place, List<String> jvm) {
        this.console = console;
        this.place = place;
        this.jvm = jvm;
    }

    /**
     * Runs it and prints the table.
     *
     * @param command that repeats the run
     */
    Result run(String command, Runner.Plan plan) throws Exception {
        place.greet(plan.seed());
        Runner.Measured measured = new Runner(plan, place.surroundings(jvm)).run();
        console.progressDone();
        Result result = Result.of(
                        new Run(
                                command,
                                place.machine(),
                                settings(plan),
                                legend(plan.workloads(), plan.rigs()),
                                plan.seed()),
                        new ThroughputResult(Goals.of(plan.workloads(), plan.rigs()), measured.rounds()))
                .withBatchCosts(measured.batches());
        new ThroughputTable(result).lines().forEach(console::print);
        return result;
    }

    private Map<String, String> settings(Runner.Plan plan) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("rounds", Integer.toString(plan.rounds()));
        settings.put(
                "events",
                plan.size().events() == 0
                        ? "by workload"
                        : String.format(Locale.ROOT, "%,d", plan.size().events()));
        Pace pace = plan.size().pace();
        settings.put(
                "warm-up",
                seconds(pace.warmUp())
                        + " from the first record, on every core; then until the compiler has little to do, "
                        + seconds(pace.compiling()) + " at most");
        settings.put("measured", seconds(pace.measured()) + " of each round, by the broker's time");
        if (!jvm.isEmpty()) {
            settings.put("jvm", String.join(" ", jvm));
        }
        return settings;
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }

    static Legend legend(List<Workload> measured, List<Rig> compared) {
        Map<String, String> workloads = new LinkedHashMap<>();
        for (Workload workload : measured) {
            workloads.put(workload.name(), workload.description());
        }
        Map<String, String> rigs = new LinkedHashMap<>();
        for (Rig rig : compared) {
            rigs.put(rig.name(), rig.description());
        }
        return new Legend(workloads, rigs);
    }
}
