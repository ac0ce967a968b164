package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.Cores;
import io.millrace.benchmarks.flow.OurRig.Tuning;
import io.millrace.benchmarks.flow.OwnWorkload;
import io.millrace.benchmarks.flow.Pace;
import io.millrace.benchmarks.plan.Frontier;
import io.millrace.benchmarks.plan.Sweep;
import io.millrace.benchmarks.plan.Trial;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.launch.Console;
import io.millrace.jobs.launch.Output;
import io.millrace.jobs.launch.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Finds good settings for a user's own pipeline on this machine. */
@Command(
        name = "tune",
        description = {
            "Try sizes of batches, workers, delays and parallelisms with your own pipeline and model on this machine.",
            "Prints what they carry and the latency of the best, and writes the keys that it recommends.",
            "Latencies have a warm-up that is four times as long."
        },
        mixinStandardHelpOptions = true)
final class TuneCommand implements Callable<Integer> {
    private static final long LOAD_WARM_UPS = 4;
    private static final long SEED = 1;
    private static final Duration COMPILING = Duration.ofSeconds(20);

    private final Console console;
    private final Home home;

    @Mixin
    private final OwnPipeline pipeline = new OwnPipeline();

    @Mixin
    private final Lengths lengths = new Lengths(8, 6);

    @Mixin
    private final Output output = new Output();

    TuneCommand(Console console, Home home) {
        this.console = console;
        this.home = home;
    }

    @Override
    public Integer call() throws Exception {
        OwnWorkload workload = pipeline.workload(home);
        int cores = Runtime.getRuntime().availableProcessors();
        Pace drain = lengths.pace(COMPILING);
        // Sender, broker and compiler share its cores, and a load that has fallen behind takes long to catch up.
        Pace load = new Pace(drain.warmUp().multipliedBy(LOAD_WARM_UPS), drain.measured());
        Sweep.Swept swept;
        try (Workplace place = Workplace.open(console, home, Cores.ALL)) {
            place.greet(SEED);
            console.say("Tries settings for " + workload.description());
            swept = new Sweep(
                            workload,
                            place.surroundings(List.of("-XX:ActiveProcessorCount=" + cores)),
                            new Sweep.Lengths(drain, load),
                            cores,
                            SEED)
                    .run();
        }
        print(swept);
        return ExitCode.OK;
    }

    private void print(Sweep.Swept swept) throws IOException {
        List<Trial> trials = swept.trials();
        List<Trial> frontier = Frontier.of(trials);
        Trial recommended = Frontier.recommended(trials);
        console.print(String.format(
                Locale.ROOT,
                "%-9s %8s %10s %12s %12s %10s",
                "max-size",
                "workers",
                "max-delay",
                "parallelism",
                "events/s",
                "p99"));
        for (Trial trial : trials) {
            console.print(line(trial, frontier.contains(trial) ? " frontier" : ""));
        }
        Path keys = ResultFiles.folder(home).resolve("recommended.yaml");
        Files.writeString(keys, yaml(recommended));
        console.print("");
        yaml(recommended).lines().forEach(console::print);
        new Summary()
                .put("written_to", keys.toString())
                .put("events_per_second_as_in_file", Math.round(trials.get(0).eventsPerSecond()))
                .put("events_per_second_recommended", Math.round(recommended.eventsPerSecond()))
                .put("events_per_second_of_the_load", Math.round(swept.load()))
                .print(console, output.json());
    }

    private static String line(Trial trial, String mark) {
        Tuning settings = trial.settings();
        return String.format(
                Locale.ROOT,
                "%-9d %8d %8dms %12s %,12.0f %10s%s",
                settings.maxSize(),
                settings.workers(),
                settings.maxDelay().toMillis(),
                settings.parallelism() == 0 ? "as in file" : settings.parallelism(),
                trial.eventsPerSecond(),
                Double.isNaN(trial.p99Millis()) ? "-" : String.format(Locale.ROOT, "%.1f ms", trial.p99Millis()),
                mark);
    }

    private static String yaml(Trial trial) {
        Tuning settings = trial.settings();
        String batching = String.format(
                Locale.ROOT,
                "batching: { max-size: %d, workers: %d, max-delay: %dms, capacity: %d }%n",
                settings.maxSize(),
                settings.workers(),
                settings.maxDelay().toMillis(),
                settings.capacity());
        return settings.parallelism() == 0
                ? batching
                : batching + String.format(Locale.ROOT, "runtime: { parallelism: %d }%n", settings.parallelism());
    }
}
