package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.Rig;
import io.millrace.benchmarks.flow.Runner;
import io.millrace.benchmarks.flow.Workload;
import io.millrace.benchmarks.report.Result;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.launch.Console;
import io.millrace.jobs.launch.Output;
import io.millrace.jobs.launch.WrongUse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares rigs on workloads. */
@Command(
        name = "run",
        description = {
            "Compare rigs: each drains the same events in a fresh process, in rounds of random order.",
            "A round in which others used the rig's core is repeated and counted as rejected."
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private final Console console;
    private final Home home;

    @Parameters(paramLabel = "WORKLOAD", arity = "1..*", description = "what bench list calls it, for example W2-json")
    private List<String> workloads = List.of();

    @Option(
            names = "--rigs",
            split = ",",
            paramLabel = "RIG",
            description = "what to compare (default: all of bench list)")
    private @Nullable List<String> rigs;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "7", description = "default: ${DEFAULT-VALUE}")
    private int rounds;

    @Mixin
    private final DrainLengths lengths = new DrainLengths(8, 60, 6);

    @Option(names = "--seed", paramLabel = "N", description = "order of the rigs (default: drawn and printed)")
    private @Nullable Long seed;

    @Mixin
    private final RigOptions rigOptions = new RigOptions();

    @Mixin
    private final Output output = new Output();

    RunCommand(Console console, Home home) {
        this.console = console;
        this.home = home;
    }

    @Override
    public Integer call() throws Exception {
        if (rounds < 1) {
            throw new WrongUse("there is nothing to run: rounds=" + rounds + ", at least 1");
        }
        List<Workload> on = Names.workloads(workloads);
        List<Rig> compared = rigs == null ? Rigs.all() : Names.rigs(rigs, on);
        long chosen = seed == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : seed;
        String command = String.join(
                " ",
                "./millrace bench run",
                String.join(" ", workloads),
                "--rigs",
                String.join(",", compared.stream().map(Rig::name).toList()),
                "--rounds " + rounds + " " + lengths.arguments() + rigOptions.arguments() + " --seed " + chosen);
        Runner.Plan plan = new Runner.Plan(on, compared, rounds, lengths.size(), chosen);
        try (Workplace place = rigOptions.open(console, home)) {
            Result result = new Comparing(console, place, rigOptions.jvm()).run(command, plan);
            ResultFiles.present(result, home, console, output);
        }
        return ExitCode.OK;
    }
}
