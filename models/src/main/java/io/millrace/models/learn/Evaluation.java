package io.millrace.models.learn;

import io.millrace.config.PipelineConfig;
import io.millrace.models.evaluate.Score;
import io.millrace.models.feature.EncodingException;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.online.Example;
import io.millrace.models.online.OnlineLearner;
import io.millrace.models.registry.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Test, then train: each row of a file is predicted in event-time order by a learner that knows the labels of earlier rows
 * only, the latest of them not yet (Gama et al. 2013, prequential evaluation; Grzenda et al. 2020 for delayed labels). What
 * encodes, learns and measures is what does so in the jobs. The same rows and seed give the same numbers.
 */
public final class Evaluation {
    private static final int WINDOWS = 20;

    private final PipelineConfig pipeline;
    private final IntConsumer progress;

    /** @param progress hears how many rows are done */
    public Evaluation(PipelineConfig pipeline, IntConsumer progress) {
        this.pipeline = pipeline;
        this.progress = progress;
    }

    /**
     * Evaluates.
     *
     * @param streams the events of each view that the pipeline has computed from a stream, by name of the view; those of
     *     views that are computed from the target are as late as labels
     * @param delay labels are known when so many further rows have been predicted
     * @param start the model that the learner goes on from, which is also measured as it is; empty to begin with nothing
     * @throws DataException if the rows cannot be learned from
     */
    public EvaluationReport run(CsvTable table, Map<String, CsvTable> streams, int delay, Optional<Trial> start)
            throws DataException, ModelLoadException {
        LabeledRows read = LabeledRows.read(table, pipeline);
        Labels labels = start.isPresent()
                        && !start.get().content().output().classes().isEmpty()
                ? new Labels(pipeline.model(), start.get().content().output().classes())
                : Labels.of(pipeline.model(), read.rows());
        LabeledRows labeled = read.keeping(labels);
        List<LabeledRow> rows = labeled.rows();
        FeatureJoin join = FeatureJoin.of(
                pipeline,
                table,
                ViewHistory.of(pipeline, table, streams, rows, view -> pipeline.computedFromTarget(view) ? delay : 0));
        List<Values> joined = join.join(rows);
        List<Tally> tallies = new ArrayList<>();
        Tally learner = new Tally("learner", labels, rows, delay);
        tallies.add(learner);
        Map<String, Double> shares = follow(labels, rows, joined, delay, start, learner);
        if (start.isPresent()) {
            Tally frozen = new Tally("frozen", labels, rows, delay);
            float[] outputs = start.get().score(join.schema(), joined);
            for (int i = 0; i < rows.size(); i++) {
                frozen.add(i, outputs, i * labels.width());
            }
            tallies.add(frozen);
        }
        return new EvaluationReport(
                rows.size(),
                labeled.bad(),
                delay,
                tallies.stream().map(Tally::standing).toList(),
                shares);
    }

    private Map<String, Double> follow(
            Labels labels, List<LabeledRow> rows, List<Values> joined, int delay, Optional<Trial> start, Tally tally)
            throws DataException, ModelLoadException {
        try (OnlineLearner learner = learner(labels, start)) {
            for (int i = 0; i < rows.size(); i++) {
                learner.observe(joined.get(i));
                tally.add(i, learner.predict(joined.get(i)), 0);
                int known = i - delay;
                double actual =
                        known < 0 ? Double.NaN : labels.actual(rows.get(known).label());
                if (!Double.isNaN(actual)) {
                    learner.learn(new Example(joined.get(known), actual, 1));
                }
                progress.accept(i + 1);
            }
            return learner.shares();
        }
    }

    private OnlineLearner learner(Labels labels, Optional<Trial> start) throws DataException, ModelLoadException {
        try {
            return start.isPresent()
                    ? OnlineLearner.from(pipeline, start.get())
                    : OnlineLearner.fresh(pipeline, labels.classes());
        } catch (EncodingException e) {
            throw new DataException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The metrics of one way to predict, over all rows and over parts of them. */
    private static final class Tally {
        private final String name;
        private final Labels labels;
        private final List<LabeledRow> rows;
        private final int delay;
        private final Score all;
        private final List<Score> windows = new ArrayList<>();

        Tally(String name, Labels labels, List<LabeledRow> rows, int delay) {
            this.name = name;
            this.labels = labels;
            this.rows = rows;
            this.delay = delay;
            this.all = new Score(labels.judge());
        }

        void add(int row, float[] outputs, int from) {
            int window = (int) ((long) row * WINDOWS / rows.size());
            while (windows.size() <= window) {
                windows.add(new Score(labels.judge()));
            }
            String label = rows.get(row).label();
            int known = row - delay - 1;
            String before = known < 0 ? null : rows.get(known).label();
            all.add(label, before, outputs, from);
            windows.get(window).add(label, before, outputs, from);
        }

        EvaluationReport.Standing standing() {
            return new EvaluationReport.Standing(
                    name, all.byName(), windows.stream().map(Score::byName).toList());
        }
    }
}
