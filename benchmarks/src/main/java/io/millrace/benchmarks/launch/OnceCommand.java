package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.BurstRunner;
import io.millrace.benchmarks.flow.Capacity;
import io.millrace.benchmarks.flow.LatencyRunner;
import io.millrace.benchmarks.flow.OurRig;
import io.millrace.benchmarks.flow.Pace;
import io.millrace.benchmarks.flow.Rig;
import io.millrace.benchmarks.flow.Runner;
import io.millrace.benchmarks.flow.Workload;
import io.millrace.benchmarks.flow.Workloads;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.launch.Console;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Runs every kind of benchmark for a very short time, so that none of them breaks unnoticed. */
@Command(
        name = "once",
        description = "Run every benchmark for one short round, to see that it works. The figures mean nothing.",
        mixinStandardHelpOptions = true)
final class OnceCommand implements Callable<Integer> {
    private static final String COMMAND = "./millrace bench once";
    private static final Pace PACE = new Pace(Duration.ofMillis(300), Duration.ofMillis(500));
    private static final Duration LOAD_LASTS = Duration.ofSeconds(1);
    private static final List<Double> LOADS = List.of(0.5);
    private static final Capacity CAPACITY = new Capacity(400, PACE);
    private static final long SEED = 1;

    private final Console console;
    private final Home home;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "2000",
            description = "events in a topic (default: ${DEFAULT-VALUE})")
    private int events;

    @Option(names = "--workloads", split = ",", paramLabel = "WORKLOAD", description = "default: all")
    private List<String> workloads =
            Workloads.all().stream().map(each -> each.name()).toList();

    @Option(
            names = "--rigs",
            split = ",",
            paramLabel = "RIG",
            description = "default: every rig on the first workload, the scoring job on the others")
    private List<String> rigs = List.of();

    OnceCommand(Console console, Home home) {
        this.console = console;
        this.home = home;
    }

    @Override
    public Integer call() throws Exception {
        List<Workload> chosen = Names.workloads(workloads);
        try (Workplace place = Workplace.open(console, home)) {
            place.hurry(events);
            for (Runner.Plan plan : plans(chosen)) {
                Correctness.require(new Comparing(console, place, List.of()).run(COMMAND, plan));
            }
            Correctness.require(new LoadTesting(console, place, List.of()).run(COMMAND, load(chosen.get(0))));
            Correctness.require(new Bursting(console, place, List.of()).run(COMMAND, burst(chosen.get(0))));
        }
        return ExitCode.OK;
    }

    private List<Runner.Plan> plans(List<Workload> chosen) {
        if (!rigs.isEmpty()) {
            return List.of(plan(chosen, Names.rigs(rigs, chosen)));
        }
        Workload first = chosen.get(0);
        List<Rig> every = Rigs.all().stream().filter(rig -> rig.carries(first)).toList();
        return chosen.size() == 1
                ? List.of(plan(chosen, every))
                : List.of(plan(List.of(first), every), plan(chosen.subList(1, chosen.size()), List.of(new OurRig())));
    }

    private Runner.Plan plan(List<Workload> carried, List<Rig> compared) {
        return new Runner.Plan(carried, compared, 1, new Runner.Size(events, PACE, 1), SEED);
    }

    private static LatencyRunner.Plan load(Workload workload) {
        return new LatencyRunner.Plan(workload, new OurRig(), CAPACITY, LOADS, new Pace(LOAD_LASTS, LOAD_LASTS), SEED);
    }

    private static BurstRunner.Plan burst(Workload workload) {
        return new BurstRunner.Plan(
                workload,
                CAPACITY,
                BurstRunner.Burst.USUAL,
                new BurstRunner.Times(LOAD_LASTS, LOAD_LASTS, LOAD_LASTS, LOAD_LASTS.multipliedBy(2)),
                SEED);
    }
}
