package io.millrace.jobs.launch;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.learn.CsvTable;
import io.millrace.models.learn.Evaluation;
import io.millrace.models.learn.EvaluationReport;
import io.millrace.models.learn.EvaluationReport.Standing;
import io.millrace.models.registry.ModelRegistry;
import io.millrace.models.registry.Trial;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Predicts the rows of a file one after the other, and learns from each when its label is known. */
@Command(
        name = "evaluate",
        description = {
            "Test, then train: predict the rows of a file in event-time order with the pipeline's learner, which",
            "knows the labels of earlier rows only, the latest --delay of them not yet. The same rows and seed give",
            "the same numbers."
        },
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
    private final Console console;
    private final Home home;

    @Mixin
    private final Pipeline file = new Pipeline();

    @Mixin
    private final Rows rows = new Rows();

    @Mixin
    private final ViewEvents events = new ViewEvents();

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--delay",
            paramLabel = "N",
            description = "labels are known when N further rows have been predicted (default: 0)")
    private int delay;

    @Option(
            names = "--model",
            paramLabel = "VERSION",
            description = {
                "version or alias of the pipeline's model to go on from, and to compare with as it is",
                "(default: begin with nothing)"
            })
    private @Nullable String model;

    EvaluateCommand(Console console, Home home) {
        this.console = console;
        this.home = home;
    }

    @Override
    public Integer call() throws Exception {
        if (delay < 0) {
            throw new WrongUse("delay is negative: delay=" + delay + ", min=0");
        }
        PipelineConfig pipeline = file.read(home);
        events.check(pipeline);
        CsvTable table = rows.read(pipeline.events());
        Optional<Trial> start = start(pipeline);
        int all = table.rows().size();
        EvaluationReport report =
                new Evaluation(pipeline, done -> tell(done, all)).run(table, events.read(pipeline, rows), delay, start);
        console.progressDone();
        BadRows.tell(console, report.bad());
        show(report);
        summary(pipeline, report).print(console, output.json());
        return ExitCode.OK;
    }

    private Optional<Trial> start(PipelineConfig pipeline) throws Exception {
        if (model == null) {
            return Optional.empty();
        }
        ModelRegistry registry = new ModelRegistry(home.registry());
        String name = pipeline.model().name();
        int version = registry.resolve(name, model).version();
        console.say("Going on from " + name + "@" + version);
        return Optional.of(registry.trial(name, version));
    }

    private void tell(int done, int all) {
        if (done == all || done % (console.terminal() ? 500 : 10_000) == 0) {
            console.progress(String.format(Locale.ROOT, "predicted %,d of %,d rows", done, all));
        }
    }

    /* One figure over time shows where the learner gained and where it lost. */
    private void show(EvaluationReport report) {
        String metric = report.standings().get(0).metrics().containsKey("accuracy") ? "accuracy" : "mae";
        boolean several = report.standings().size() > 1;
        console.say(String.format(
                Locale.ROOT, "%-16s %12s%s", "rows", metric, several ? String.format("%14s", "as it was") : ""));
        int windows = report.standings().get(0).windows().size();
        for (int i = 0; i < windows; i++) {
            StringBuilder line = new StringBuilder();
            long to = ((long) i + 1) * report.rows() / windows;
            line.append(String.format(Locale.ROOT, "%-16s", String.format(Locale.ROOT, "up to %,d", to)));
            for (Standing standing : report.standings()) {
                line.append(String.format(
                        Locale.ROOT,
                        metric.equals("mae") ? " %,12.1f " : " %12.4f ",
                        standing.windows().get(i).getOrDefault(metric, Double.NaN)));
            }
            console.say(line.toString().stripTrailing());
        }
    }

    private static Summary summary(PipelineConfig pipeline, EvaluationReport report) {
        Summary summary = new Summary()
                .put("pipeline", pipeline.pipeline())
                .put("rows", report.rows())
                .put("bad_rows", report.bad().size())
                .put("delay", report.delay());
        for (Standing standing : report.standings()) {
            summary.put(standing.name(), standing.metrics());
        }
        Map<String, Double> shares = report.shares().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> Math.rint(each.getValue() * 1000) / 1000));
        return summary.put("shares", shares);
    }
}
