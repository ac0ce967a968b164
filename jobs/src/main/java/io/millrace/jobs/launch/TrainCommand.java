package io.millrace.jobs.launch;

import io.millrace.config.PipelineConfig;
import io.millrace.config.ViewConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.learn.CsvTable;
import io.millrace.models.learn.Progress;
import io.millrace.models.learn.Training;
import io.millrace.models.learn.Training.Promotion;
import io.millrace.models.learn.TrainingReport;
import io.millrace.models.pytorch.Epoch;
import io.millrace.models.registry.ModelRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a version of a pipeline's model from a file. */
@Command(
        name = "train",
        description = {
            "Train a model from the rows of a file and publish it in the registry.",
            "The first version becomes champion, a later one candidate."
        },
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
    private final Console console;
    private final Home home;

    @Mixin
    private final Pipeline file = new Pipeline();

    @Mixin
    private final Rows rows = new Rows();

    @Mixin
    private final Output output = new Output();

    @Option(names = "--promote", description = "make the new version champion")
    private boolean promote;

    @Option(
            names = "--delay",
            paramLabel = "N",
            defaultValue = "0",
            description = {
                "views that are computed from the target know it so many rows later, as they will when the model serves",
                "(default: ${DEFAULT-VALUE})"
            })
    private int delay;

    @Mixin
    private final ViewEvents events = new ViewEvents();

    TrainCommand(Console console, Home home) {
        this.console = console;
        this.home = home;
    }

    @Override
    public Integer call() throws Exception {
        PipelineConfig pipeline = file.read(home);
        events.check(pipeline);
        if (delay < 0 || (delay > 0 && pipeline.computedViews().stream().noneMatch(pipeline::computedFromTarget))) {
            throw new WrongUse("delay is a number of rows by which views that are computed from the target come later:"
                    + " delay=" + delay + ", such views="
                    + pipeline.computedViews().stream()
                            .filter(pipeline::computedFromTarget)
                            .map(ViewConfig::view)
                            .toList());
        }
        CsvTable table = rows.read(pipeline.events());
        console.say(String.format(
                Locale.ROOT,
                "Training %s from %,d rows",
                pipeline.model().name(),
                table.rows().size()));
        TrainingReport report = new Training(pipeline, new ModelRegistry(home.registry()), this::tell)
                .run(table, events.read(pipeline, rows), delay, promote ? Promotion.ALWAYS : Promotion.FIRST);
        console.progressDone();
        BadRows.tell(console, report.bad());
        summary(report).print(console, output.json());
        return ExitCode.OK;
    }

    private void tell(Progress.Stage stage, Epoch epoch) {
        String what = stage == Progress.Stage.MEASURE ? "measuring on the last rows" : "learning from all rows";
        if (console.terminal() || epoch.number() == epoch.of() || epoch.number() % 10 == 0) {
            console.progress(String.format(
                    Locale.ROOT, "%s: epoch %d of %d, loss %.5f", what, epoch.number(), epoch.of(), epoch.loss()));
        }
    }

    private static Summary summary(TrainingReport report) {
        Summary summary = new Summary()
                .put("model", report.version().model())
                .put("version", report.version().version())
                .put("alias", report.alias())
                .put("rows", report.rows())
                .put("bad_rows", report.bad().size())
                .put("first", report.first().toString())
                .put("last", report.last().toString());
        report.badEvents().forEach((view, bad) -> summary.put("bad_events_of_" + view, bad));
        Map<String, Map<String, Double>> metrics = report.metrics();
        for (String set : List.of(TrainingReport.TRAINING, TrainingReport.HELD_OUT)) {
            if (metrics.containsKey(set)) {
                summary.put(set.replace('-', '_'), metrics.get(set));
            }
        }
        return summary;
    }
}
