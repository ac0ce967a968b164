package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.LatencyRunner;
import io.millrace.benchmarks.flow.Pace;
import io.millrace.benchmarks.flow.Runner;
import io.millrace.benchmarks.flow.Workloads;
import io.millrace.benchmarks.report.Result;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.launch.Console;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Runs every rig on every workload for one very short round, and one short load, so that none of it breaks unnoticed. */
@Command(
        name = "once",
        description = "Run every benchmark for one short round, to see that it works. The figures mean nothing.",
        mixinStandardHelpOptions = true)
final class OnceCommand implements Callable<Integer> {
    private static final String COMMAND = "./millrace bench once";
    private static final Pace PACE = new Pace(Duration.ofMillis(200), Duration.ofMillis(400));
    private static final Duration LOAD_LASTS = Duration.ofSeconds(1);
    private static final double LOAD = 0.5;
    private static final double RATE = 400;
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

    OnceCommand(Console console, Home home) {
        this.console = console;
        this.home = home;
    }

    @Override
    public Integer call() throws Exception {
        Result result = new Comparing(console, home, List.of())
                .run(
                        COMMAND + " --events " + events,
                        new Runner.Plan(
                                Names.workloads(workloads), Rigs.all(), 1, new Runner.Size(events, PACE, 1), SEED));
        Comparing.requireCorrect(result);
        LoadTesting.requireCorrect(new LoadTesting(console, home)
                .run(
                        COMMAND,
                        new LatencyRunner.Plan(
                                Names.workloads(workloads).get(0),
                                new LatencyRunner.Capacity(RATE, PACE),
                                List.of(LOAD),
                                new Pace(LOAD_LASTS, LOAD_LASTS),
                                SEED)));
        return ExitCode.OK;
    }
}
