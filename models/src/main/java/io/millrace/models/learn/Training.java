package io.millrace.models.learn;

import io.millrace.config.PipelineConfig;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.VersionId;
import io.millrace.models.learn.Fit.Fitted;
import io.millrace.models.learn.Progress.Stage;
import io.millrace.models.pytorch.TrainingException;
import io.millrace.models.registry.Aliases;
import io.millrace.models.registry.Draft;
import io.millrace.models.registry.GoldenRows;
import io.millrace.models.registry.Manifest.Content;
import io.millrace.models.registry.ModelRegistry;
import io.millrace.models.registry.Trial;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes a version of a pipeline's model from rows of a file, in two trainings: one without the last rows, which are then
 * scored as if they were still to come, and one on all rows, which is published.
 */
public final class Training {
    private static final int GOLDEN_ROWS = 32;
    private static final int FEWEST_ROWS = 20;

    private final PipelineConfig pipeline;
    private final ModelRegistry registry;
    private final Progress progress;

    public Training(PipelineConfig pipeline, ModelRegistry registry, Progress progress) {
        this.pipeline = pipeline;
        this.registry = registry;
        this.progress = progress;
    }

    /** Who serves afterwards. */
    public enum Promotion {
        /** The new version becomes champion if there is none, otherwise candidate. */
        FIRST,
        /** The new version becomes champion. */
        ALWAYS
    }

    /**
     * Trains and publishes, with labels that are known at once.
     *
     * @see #run(CsvTable, Map, int, Promotion)
     */
    public TrainingReport run(CsvTable table, Map<String, CsvTable> streams, Promotion promotion)
            throws DataException, TrainingException, ModelLoadException, IOException {
        return run(table, streams, /* delay= */ 0, promotion);
    }

    /**
     * Trains and publishes.
     *
     * @param streams the events of each view that the pipeline has computed from a stream, by name of the view
     * @param delay labels are known when so many further rows have come, and so is what a view is computed from that has them
     * @throws DataException if the rows cannot be learned from
     * @throws TrainingException if the numbers grow without bound
     * @throws ModelLoadException if PyTorch is missing, or the new version does not reproduce its own golden rows
     */
    public TrainingReport run(CsvTable table, Map<String, CsvTable> streams, int delay, Promotion promotion)
            throws DataException, TrainingException, ModelLoadException, IOException {
        LabeledRows read = LabeledRows.read(table, pipeline);
        Labels labels = Labels.of(pipeline.model(), read.rows());
        LabeledRows labeled = read.keeping(labels);
        List<LabeledRow> rows = labeled.rows();
        Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
        Map<String, ViewHistory> histories =
                ViewHistory.of(pipeline, table, streams, rows, view -> pipeline.computedFromTarget(view) ? delay : 0);
        FeatureJoin join = FeatureJoin.of(pipeline, table, histories);
        int epochs = measure(table, labels, join, rows, metrics);
        Fit fit = new Fit(pipeline, table, labels, join, rows);
        Fitted fitted = fit.train(List.of(), epochs, epoch -> progress.epoch(Stage.LEARN, epoch));
        metrics.put(
                TrainingReport.TRAINING,
                labels.score(rows, fitted.trial().score(fit.join().schema(), fit.joined())));
        Trial trial = measured(fitted.trial(), metrics);
        byte[] golden = GoldenRows.of(trial, fit.join().schema(), spread(fit.joined()));
        VersionId version = registry.publish(new Draft(pipeline.model().name(), null, trial, golden));
        return new TrainingReport(
                version,
                promote(version, promotion),
                rows.size(),
                labeled.bad(),
                histories.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, history -> history.getValue()
                        .bad()
                        .size())),
                Instant.ofEpochMilli(rows.get(0).source().timeMillis()),
                Instant.ofEpochMilli(rows.get(rows.size() - 1).source().timeMillis()),
                metrics);
    }

    /** Trains without the last rows and measures on them; returns how many epochs were best. */
    private int measure(
            CsvTable table,
            Labels labels,
            FeatureJoin join,
            List<LabeledRow> rows,
            Map<String, Map<String, Double>> metrics)
            throws DataException, TrainingException, ModelLoadException {
        int held = (int) (rows.size() * pipeline.learning().heldOut());
        if (held == 0 || rows.size() - held < FEWEST_ROWS) {
            return pipeline.learning().epochs();
        }
        List<LabeledRow> before = rows.subList(0, rows.size() - held);
        List<LabeledRow> after = rows.subList(rows.size() - held, rows.size());
        Fit fit = new Fit(pipeline, table, labels, join, before);
        Fitted fitted = fit.train(after, pipeline.learning().epochs(), epoch -> progress.epoch(Stage.MEASURE, epoch));
        float[] outputs = fitted.trial().score(fit.join().schema(), fit.join().join(after));
        metrics.put(TrainingReport.HELD_OUT, labels.score(after, outputs));
        return fitted.epochs();
    }

    private static Trial measured(Trial trial, Map<String, Map<String, Double>> metrics) {
        Content content = trial.content();
        return new Trial(
                new Content(
                        content.inputs(),
                        content.format(),
                        content.output(),
                        content.training(),
                        metrics,
                        content.tolerance()),
                trial.weights());
    }

    /** Some of the rows, evenly over time. */
    private static List<Values> spread(List<Values> rows) {
        int count = Math.min(GOLDEN_ROWS, rows.size());
        List<Values> spread = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            spread.add(rows.get((int) ((long) i * rows.size() / count)));
        }
        return spread;
    }

    private String promote(VersionId version, Promotion promotion) throws ModelLoadException, IOException {
        if (promotion == Promotion.FIRST) {
            return registry.introduce(version);
        }
        registry.move(version.model(), Aliases.CHAMPION, version.version());
        return Aliases.CHAMPION;
    }
}
