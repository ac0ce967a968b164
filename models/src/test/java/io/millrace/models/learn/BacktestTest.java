package io.millrace.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.config.ModelConfig.TargetTransform;
import io.millrace.config.ModelConfig.Task;
import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.models.evaluate.Judge;
import io.millrace.models.evaluate.Judged;
import io.millrace.models.evaluate.LiveMetrics;
import io.millrace.models.feature.ColumnEncoding;
import io.millrace.models.feature.Encoding.Numeric;
import io.millrace.models.feature.InputEncoding;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.learn.BacktestPlan.Contenders;
import io.millrace.models.learn.BacktestPlan.Period;
import io.millrace.models.learn.BacktestReport.Side;
import io.millrace.models.learn.KnownLabels.News;
import io.millrace.models.learn.KnownLabels.Times;
import io.millrace.models.learn.PastPrediction.Served;
import io.millrace.models.promote.Verdict;
import io.millrace.models.pytorch.Architecture;
import io.millrace.models.registry.Manifest.Content;
import io.millrace.models.registry.Manifest.Output;
import io.millrace.models.registry.Manifest.Output.Activation;
import io.millrace.models.registry.Manifest.Parameters;
import io.millrace.models.registry.Manifest.Training;
import io.millrace.models.registry.Trial;
import io.millrace.models.registry.Weights;
import io.millrace.models.tensor.TensorSpec.Element;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {
    private static final Served FIRST = new Served("line", 1, "champion");
    private static final Served SECOND = new Served("line", 2, "champion");
    private static final List<String> CLASSES = List.of("down", "up");
    private static final long SEED = 11;

    @TempDir
    Path folder;

    private final KnownLabels labels = new KnownLabels();

    @Test
    void comparesWhatWasServedWithAnotherVersion() throws Exception {
        Backtest backtest = backtest(regression(), contender(2, 3, 0), null, Period.ALWAYS);
        for (int i = 0; i < 100; i++) {
            label(i, Integer.toString(3 * i + 1));
        }
        for (int i = 0; i < 120; i++) {
            add(backtest, FIRST, i, 2 * i + 1);
        }
        BacktestReport report = backtest.report();

        assertThat(report.counts()).isEqualTo(new BacktestReport.Counts(120, 100, 0));
        assertThat(report.counts().coverage()).isEqualTo(100.0 / 120);
        assertThat(report.sides()).extracting(Side::name).containsExactly("served", "line@2");
        assertThat(report.sides()).extracting(Side::labels).containsExactly(100L, 100L);
        assertThat(report.sides().get(0).metrics()).containsEntry("mae", 49.5);
        assertThat(report.sides().get(1).metrics()).containsEntry("mae", 1.0);
        assertThat(report.evidence().championLoss()).isEqualTo(49.5);
        assertThat(report.evidence().candidateLoss()).isEqualTo(1.0);
        assertThat(report.evidence().labels()).isEqualTo(67);
        assertThat(report.evidence().verdict()).isEqualTo(Verdict.PROMOTE);
        assertThat(report.reproduced().rows()).isZero();
    }

    @Test
    void countsLabelsOfTheTimeThatAVersionLearnedFrom() throws Exception {
        Training training = new Training("sales", 9, Instant.ofEpochMilli(3), Instant.ofEpochMilli(12));
        Content plain = contender(2, 3, 0).trial().content();
        Content learned = new Content(
                plain.inputs(), plain.format(), plain.output(), training, plain.metrics(), plain.tolerance());
        Contender candidate = new Contender(
                "line", 2, new Trial(learned, contender(2, 3, 0).trial().weights()));
        Backtest backtest = backtest(regression(), candidate, contender(3, 1, 0), Period.ALWAYS);
        for (int i = 0; i < 10; i++) {
            label(i, Integer.toString(3 * i));
        }
        for (int i = 0; i < 20; i++) {
            add(backtest, FIRST, i, 2 * i);
        }

        assertThat(backtest.report().learned()).containsExactly(Map.entry("line@2", 7L));
    }

    @Test
    void tellsThePartsOfTheVersionsThatServed() throws Exception {
        Backtest backtest = backtest(regression(), contender(2, 3, 0), contender(3, 1, 0), Period.ALWAYS);
        for (int i = 0; i < 10; i++) {
            label(i, i < 5 ? FIRST : SECOND, Integer.toString(3 * i), 0);
            add(backtest, i < 5 ? FIRST : SECOND, i, i < 5 ? 2 * i : 3 * i);
        }
        BacktestReport report = backtest.report();

        assertThat(report.parts()).extracting(BacktestReport.Part::served).containsExactly(FIRST, SECOND);
        assertThat(report.parts().get(0).sides()).extracting(Side::name).containsExactly("served", "line@2", "line@3");
        assertThat(report.parts().get(0).sides())
                .extracting(side -> side.metrics().get("mae"))
                .containsExactly(2.0, 0.0, 4.0);
        assertThat(report.parts().get(1).sides())
                .extracting(side -> side.metrics().get("mae"))
                .containsExactly(0.0, 0.0, 14.0);
        assertThat(report.evidence().championLoss()).isEqualTo(9.0);
        assertThat(report.reproduced()).isEqualTo(new BacktestReport.Reproduced(5, 0));
    }

    @Test
    void givesTheFiguresThatWereMeasuredLive() throws Exception {
        Random random = new Random(SEED);
        Contender self = logistic(1, 0.9f, -0.2f);
        Backtest backtest = backtest(binary(), self, null, Period.ALWAYS);
        Judge judge = Judge.ofClasses(CLASSES, 1);
        LiveMetrics live = new LiveMetrics(judge);
        String[] truths = new String[3 * Backtest.CHUNK / 2];
        int delay = 7;
        for (int i = 0; i < truths.length; i++) {
            double x = random.nextGaussian();
            truths[i] = CLASSES.get(x + random.nextGaussian() > 0 ? 1 : 0);
            float[] said = probability(0.9 * (float) x - 0.2);
            // A label is known when its row is so many rows old, and counts for rows after that.
            Judged judged = judge.judge(truths[i], i <= delay ? null : truths[i - delay - 1], said, 0);
            live.add(Objects.requireNonNull(judged));
            label(i, FIRST, truths[i], delay);
            backtest.add(new PastPrediction("p" + i, i, FIRST, said), () -> Values.ofNumbers((float) x));
        }
        BacktestReport report = backtest.report();

        assertThat(report.sides().get(0).metrics()).as("seed=%d", SEED).isEqualTo(live.lifetime());
        assertThat(report.sides().get(0).metrics()).containsKeys("kappa-temporal", "no-change", "auc");
        live.lifetime().forEach((name, value) -> assertThat(
                        report.sides().get(1).metrics().get(name))
                .as("%s, seed=%d", name, SEED)
                .isCloseTo(value, within(1e-5)));
        assertThat(report.reproduced().rows()).isEqualTo(truths.length);
        assertThat(report.reproduced().largest()).as("seed=%d", SEED).isLessThan(1e-5);
        assertThat(report.evidence().difference()).isZero();
        assertThat(report.evidence().verdict()).isEqualTo(Verdict.HOLD);
    }

    @Test
    void theLastNewsOfALabelHold() throws Exception {
        Backtest backtest = backtest(regression(), contender(2, 1, 0), null, Period.ALWAYS);
        label(0, "1");
        correct(0, "5");
        label(1, "1");
        correct(1, null);
        label(2, "1");
        correct(2, null);
        label(2, FIRST, "7", 3);
        for (int i = 0; i < 4; i++) {
            add(backtest, FIRST, i, 0);
        }
        BacktestReport report = backtest.report();

        assertThat(report.counts()).isEqualTo(new BacktestReport.Counts(4, 2, 0));
        assertThat(report.sides().get(0).metrics()).containsEntry("mae", 6.0);
    }

    @Test
    void countsARepeatedRowOnce() throws Exception {
        Backtest backtest = backtest(regression(), contender(2, 1, 0), null, Period.ALWAYS);
        label(0, SECOND, "4", 0);
        for (int again = 0; again < 3; again++) {
            add(backtest, FIRST, 0, 1);
            add(backtest, SECOND, 0, 2);
            add(backtest, FIRST, 1, 1);
        }
        BacktestReport report = backtest.report();

        assertThat(report.counts()).isEqualTo(new BacktestReport.Counts(2, 1, 0));
        assertThat(report.sides().get(0).metrics()).containsEntry("mae", 2.0);
    }

    @Test
    void looksOnlyAtItsTime() throws Exception {
        Backtest backtest = backtest(regression(), contender(2, 1, 0), null, new Period(3, 6));
        for (int i = 0; i < 10; i++) {
            label(i, "0");
            if (i != 4) {
                add(backtest, FIRST, i, i);
            }
        }
        assertThat(backtest.report().counts()).isEqualTo(new BacktestReport.Counts(2, 2, 1));
    }

    @Test
    void knowsNothingWithoutLabels() throws Exception {
        Backtest backtest = backtest(regression(), contender(2, 1, 0), null, Period.ALWAYS);
        backtest.add(new PastPrediction("p1", 1, FIRST, new float[] {1}), () -> {
            throw new AssertionError("values of a row without a label were asked for");
        });
        BacktestReport report = backtest.report();

        assertThat(report.counts()).isEqualTo(new BacktestReport.Counts(1, 0, 0));
        assertThat(report.sides()).containsExactly(new Side("served", 0, Map.of()), new Side("line@2", 0, Map.of()));
    }

    @Test
    void readsOnlyTheColumnsThatAreScored() throws Exception {
        BacktestPlan plan = plan(regression(), contender(2, 1, 0), null, Period.ALWAYS);

        assertThat(plan.schema().columns()).extracting(column -> column.name()).containsExactly("x");
    }

    @Test
    void namesAColumnThatThePipelineDoesNotHave() {
        Contender other =
                new Contender("line", 4, trial(Task.REGRESSION, "y", Activation.NONE, List.of(), new float[] {1, 0}));

        assertThatThrownBy(() -> plan(regression(), other, null, Period.ALWAYS))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("version cannot score the logged rows: version=line@4, cause=model reads a column that the"
                        + " pipeline does not have: column=y");
    }

    @Test
    void versionsWithOtherClassesHaveNoMetricsInCommon() throws Exception {
        BacktestPlan plan = BacktestPlan.of(
                binary(),
                new Contenders(logistic(3, 1, 0), null),
                Period.ALWAYS,
                (model, version) -> version == 1 ? CLASSES : List.of("no", "yes"));
        Backtest backtest = new Backtest(plan, labels, rows -> {});
        label(1, FIRST, "up", 0);
        label(2, SECOND, "yes", 0);
        add(backtest, FIRST, 1, 0.75f);
        add(backtest, SECOND, 2, 0.75f);
        BacktestReport report = backtest.report();

        assertThat(report.sides().get(0)).isEqualTo(new Side("served", 0, Map.of()));
        assertThat(report.sides().get(1).labels()).isEqualTo(1);
        assertThat(report.parts().get(0).sides().get(0).metrics()).containsEntry("accuracy", 1.0);
        assertThat(report.parts().get(1).sides().get(0).metrics()).containsEntry("accuracy", 1.0);
    }

    @Test
    void refusesAVersionOfAnotherTask() {
        assertThatThrownBy(() -> plan(regression(), logistic(4, 1, 0), null, Period.ALWAYS))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("version predicts something else: version=line@4, task=BINARY, pipeline=REGRESSION");
    }

    private static float[] probability(double logit) {
        return new float[] {(float) (1 / (1 + Math.exp(-logit)))};
    }

    private void label(int i, String label) {
        label(i, FIRST, label, 0);
    }

    private void label(int i, Served served, String label, long delay) {
        labels.take(new News("p" + i, served.version(), new Times(i, i + delay), label, /* first= */ true));
    }

    private void correct(int i, @Nullable String label) {
        labels.take(new News("p" + i, FIRST.version(), new Times(i, i + 1), label, /* first= */ false));
    }

    private static void add(Backtest backtest, Served served, int i, float said) throws Exception {
        backtest.add(new PastPrediction("p" + i, i, served, new float[] {said}), () -> Values.ofNumbers(i));
    }

    private Backtest backtest(PipelineConfig pipeline, Contender candidate, @Nullable Contender against, Period period)
            throws Exception {
        return new Backtest(plan(pipeline, candidate, against, period), labels, rows -> {});
    }

    private static BacktestPlan plan(
            PipelineConfig pipeline, Contender candidate, @Nullable Contender against, Period period)
            throws ModelLoadException {
        List<String> classes = pipeline.model().task() == Task.BINARY ? CLASSES : List.of();
        return BacktestPlan.of(pipeline, new Contenders(candidate, against), period, (model, version) -> classes);
    }

    private static Contender contender(int version, float slope, float bias) {
        return new Contender(
                "line", version, trial(Task.REGRESSION, "x", Activation.NONE, List.of(), new float[] {slope, bias}));
    }

    private static Contender logistic(int version, float slope, float bias) {
        return new Contender(
                "line", version, trial(Task.BINARY, "x", Activation.SIGMOID, CLASSES, new float[] {slope, bias}));
    }

    private static Trial trial(Task task, String column, Activation activation, List<String> classes, float[] weights) {
        ColumnEncoding encoding = new ColumnEncoding(column, Numeric.raw(0, /* indicator= */ false));
        Content content = new Content(
                List.of(new InputEncoding("features", Element.FLOAT32, List.of(encoding))),
                new Parameters(Architecture.linear(1, 1)),
                new Output(task, "truth", 1, activation, TargetTransform.NONE, 1, 0, classes),
                new Training("none", 1, null, null),
                Map.of(),
                Content.DEFAULT_TOLERANCE);
        return new Trial(content, Weights.write(weights));
    }

    private PipelineConfig regression() throws IOException {
        return pipeline("regression");
    }

    private PipelineConfig binary() throws IOException {
        return pipeline("binary");
    }

    private PipelineConfig pipeline(String task) throws IOException {
        Path file = Files.writeString(folder.resolve("points.yaml"), """
                pipeline: points
                events:
                  topic: points
                  id: id
                  key: zone
                  time: { field: at }
                  fields:
                    zone: { type: category }
                    x: { type: float }
                model: { name: line, task: %s, target: truth }
                promotion: { min-labels: 50 }
                """.formatted(task));
        return PipelineFile.read(file, Environment.of(Map.of()));
    }
}
