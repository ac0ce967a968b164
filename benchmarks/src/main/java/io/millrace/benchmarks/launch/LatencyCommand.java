package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.Capacity;
import io.millrace.benchmarks.flow.LatencyRunner;
import io.millrace.benchmarks.flow.OurRig;
import io.millrace.benchmarks.flow.Workload;
import io.millrace.benchmarks.report.Figures;
import io.millrace.benchmarks.report.Result;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.launch.Console;
import io.millrace.jobs.launch.Output;
import io.millrace.jobs.launch.WrongUse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures the latency of the scoring job under open loads. */
@Command(
        name = "latency",
        description = {
            "Measure latency under loads that wait for nobody, from the time at which an event was due.",
            "Each load has a fresh process. The capacity that the loads are shares of is measured first."
        },
        mixinStandardHelpOptions = true)
final class LatencyCommand implements Callable<Integer> {
    private static final int MOST_PERCENT = 200;

    private final Console console;
    private final Home home;

    @Parameters(paramLabel = "WORKLOAD", description = "what bench list calls it, for example W2-json")
    private String workload = "";

    @Option(
            names = "--at",
            split = ",",
            paramLabel = "PERCENT",
            defaultValue = "30,50,70,90",
            description = "loads in percent of the capacity (default: ${DEFAULT-VALUE})")
    private List<Integer> loads = List.of();

    @Mixin
    private final Lengths lengths = new Lengths(40, 30);

    @Option(names = "--capacity", paramLabel = "N", description = "events per second (default: measured)")
    private @Nullable Double capacity;

    @Option(names = "--seed", paramLabel = "N", description = "of the arrivals (default: drawn and printed)")
    private @Nullable Long seed;

    @Mixin
    private final RigOptions rigOptions = new RigOptions();

    @Mixin
    private final Output output = new Output();

    LatencyCommand(Console console, Home home) {
        this.console = console;
        this.home = home;
    }

    @Override
    public Integer call() throws Exception {
        Workload measured = Names.loadable(workload);
        requireSense();
        long chosen = seed == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : seed;
        LatencyRunner.Plan plan = new LatencyRunner.Plan(
                measured,
                new OurRig(),
                Capacity.of(capacity),
                loads.stream().map(percent -> percent / 100.0).toList(),
                lengths.pace(Duration.ZERO),
                chosen);
        try (Workplace place = rigOptions.open(console, home)) {
            Result result = new LoadTesting(console, place, rigOptions.jvm()).run(command(chosen), plan);
            ResultFiles.present(result, home, console, output);
        }
        return ExitCode.OK;
    }

    private String command(long chosen) {
        return String.format(
                Locale.ROOT,
                "./millrace bench latency %s --at %s %s%s%s --seed %d",
                workload,
                loads.stream().map(String::valueOf).collect(Collectors.joining(",")),
                lengths.arguments(),
                capacity == null ? "" : " --capacity " + Figures.plain(capacity).replace(",", ""),
                rigOptions.arguments(),
                chosen);
    }

    private void requireSense() {
        if (capacity != null && !(capacity > 0)) {
            throw new WrongUse("loads are shares of nothing: capacity=" + capacity + ", more than 0");
        }
        for (int percent : loads) {
            if (percent < 1 || percent > MOST_PERCENT) {
                throw new WrongUse("no such load: at=" + percent + ", at least 1, at most " + MOST_PERCENT);
            }
        }
    }
}
