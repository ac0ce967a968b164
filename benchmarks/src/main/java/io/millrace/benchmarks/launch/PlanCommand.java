package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.OwnWorkload;
import io.millrace.benchmarks.flow.Runner;
import io.millrace.benchmarks.plan.Forecasting;
import io.millrace.benchmarks.plan.Slot;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.launch.Console;
import io.millrace.jobs.launch.Output;
import io.millrace.jobs.launch.Summary;
import io.millrace.jobs.launch.WrongUse;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Predicts how much a slot carries of a user's own pipeline. */
@Command(
        name = "plan",
        description = {
            "Predict how many events a second a slot of a pipeline carries, and how many slots a rate needs.",
            "The steps of the job are measured one by one on this machine; the model by its profile."
        },
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    private static final long SEED = 1;
    private static final double HALF = 0.5;

    private final Console console;
    private final Home home;

    @Mixin
    private final OwnPipeline pipeline = new OwnPipeline();

    @Option(names = "--rate", paramLabel = "N", description = "events per second to plan for")
    private @Nullable Double rate;

    @Option(names = "--check", description = "run the job as well, and compare")
    private boolean check;

    @Mixin
    private final DrainLengths lengths = new DrainLengths(6, 40, 4);

    @Mixin
    private final Output output = new Output();

    PlanCommand(Console console, Home home) {
        this.console = console;
        this.home = home;
    }

    @Override
    public Integer call() throws Exception {
        if (rate != null && !(rate > 0)) {
            throw new WrongUse("rate must be positive: rate=" + rate);
        }
        Runner.Size size = lengths.size();
        OwnWorkload workload = pipeline.workload(home);
        Forecasting.Outcome outcome;
        try (Workplace place = Workplace.open(console, home)) {
            place.greet(SEED);
            console.say("Plans for " + workload.description());
            outcome = new Forecasting(workload, home, place.surroundings(List.of())).run(check, size, SEED);
        }
        print(outcome);
        return ExitCode.OK;
    }

    private void print(Forecasting.Outcome outcome) {
        Slot slot = new Slot(outcome.steps(), outcome.batches());
        row("transport", outcome.steps().transport(), "Kafka, Flink, and the way from stage to stage");
        row("decode", outcome.steps().decode(), "from bytes to a row of the batch");
        row("enrich", outcome.steps().enrich(), "every feature in the cache");
        row(
                "model",
                slot.modelMicros(),
                String.format(
                        Locale.ROOT,
                        "%.0f us a batch and %.2f us a row, in batches of %d",
                        outcome.batches().fixedNanos() / 1e3,
                        outcome.batches().rowNanos() / 1e3,
                        slot.rows(1)));
        row("prediction", outcome.steps().prediction(), "encoding it");
        row("scored", outcome.steps().scored(), "writing down what the model saw");
        row("event", slot.eventMicros(), "all of it on one core");
        Summary summary = new Summary()
                .put("pipeline", pipeline.file().toString())
                .put("event_us", rounded(slot.eventMicros()))
                .put("events_per_second_per_slot", Math.round(slot.eventsPerSecond()))
                .put("scoring_p99_ms_at_half", rounded(slot.scoringP99Millis(HALF)));
        if (rate != null) {
            summary.put("rate", Math.round(rate)).put("slots", slot.slots(rate));
        }
        if (outcome.measured() != null) {
            summary.put("measured_per_second", Math.round(outcome.measured()))
                    .put("predicted_to_measured", rounded(slot.eventsPerSecond() / outcome.measured()));
        }
        summary.print(console, output.json());
    }

    private void row(String step, double micros, String what) {
        console.print(String.format(Locale.ROOT, "%-11s %8.2f us  %s", step, micros, what));
    }

    private static double rounded(double value) {
        return Math.round(100 * value) / 100.0;
    }
}
