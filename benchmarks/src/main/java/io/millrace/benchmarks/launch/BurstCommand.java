package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.BurstRunner;
import io.millrace.benchmarks.flow.Capacity;
import io.millrace.benchmarks.report.Result;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.launch.Console;
import io.millrace.jobs.launch.Output;
import io.millrace.jobs.launch.WrongUse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how soon the scoring job is back after a burst. */
@Command(
        name = "burst",
        description = {
            "Send 70 %% of the capacity, 110 %% for a while, and 70 %% again, and tell how long after the burst",
            "the p95 latency is what it was before. The capacity is measured first."
        },
        mixinStandardHelpOptions = true)
final class BurstCommand implements Callable<Integer> {
    private static final Duration WARM_UP = Duration.ofSeconds(40);
    private static final Duration BEFORE = Duration.ofSeconds(20);
    private static final Duration AFTER = Duration.ofSeconds(40);

    private final Console console;
    private final Home home;

    @Parameters(paramLabel = "WORKLOAD", description = "what bench list calls it, for example W2-json")
    private String workload = "";

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "length of the burst (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--capacity", paramLabel = "N", description = "events per second (default: measured)")
    private @Nullable Double capacity;

    @Option(names = "--seed", paramLabel = "N", description = "of the arrivals (default: drawn and printed)")
    private @Nullable Long seed;

    @Mixin
    private final RigOptions rigOptions = new RigOptions();

    @Mixin
    private final Output output = new Output();

    BurstCommand(Console console, Home home) {
        this.console = console;
        this.home = home;
    }

    @Override
    public Integer call() throws Exception {
        if (seconds < 1 || (capacity != null && !(capacity > 0))) {
            throw new WrongUse(
                    "there is no burst: seconds=" + seconds + ", at least 1, capacity=" + capacity + ", more than 0");
        }
        long chosen = seed == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : seed;
        BurstRunner.Plan plan = new BurstRunner.Plan(
                Names.loadable(workload),
                Capacity.of(capacity),
                BurstRunner.Burst.USUAL,
                new BurstRunner.Times(WARM_UP, BEFORE, Duration.ofSeconds(seconds), AFTER),
                chosen);
        try (Workplace place = rigOptions.open(console, home)) {
            Result result = new Bursting(console, place, rigOptions.jvm()).run(command(chosen), plan);
            ResultFiles.present(result, home, console, output);
        }
        return ExitCode.OK;
    }

    private String command(long chosen) {
        return String.format(
                Locale.ROOT,
                "./millrace bench burst %s --seconds %d%s%s --seed %d",
                workload,
                seconds,
                capacity == null ? "" : String.format(Locale.ROOT, " --capacity %.1f", capacity),
                rigOptions.arguments(),
                chosen);
    }
}
