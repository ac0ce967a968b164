package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.Runner;
import io.millrace.benchmarks.flow.Workloads;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.launch.Console;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Runs every rig on every workload for one very short round, so that none of them breaks unnoticed. */
@Command(
        name = "once",
        description = "Run every benchmark for one short round, to see that it works. The figures mean nothing.",
        mixinStandardHelpOptions = true)
final class OnceCommand implements Callable<Integer> {
    private static final Duration LOOP = Duration.ofMillis(200);

    private final Console console;
    private final Home home;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "2000",
            description = "most events of a round (default: ${DEFAULT-VALUE})")
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
        new Comparing(console, home, List.of())
                .run(
                        "./millrace bench once --events " + events,
                        new Runner.Plan(
                                Names.workloads(workloads), Rigs.all(), 1, new Runner.Size(events, LOOP, 1), 1));
        return ExitCode.OK;
    }
}
