package io.millrace.models.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.config.ModelConfig.TargetTransform;
import io.millrace.config.ModelConfig.Task;
import io.millrace.config.PipelineConfig;
import io.millrace.models.feature.ColumnEncoding;
import io.millrace.models.feature.Encoding.Numeric;
import io.millrace.models.feature.Encoding.OneHot;
import io.millrace.models.feature.InputEncoding;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.Schema;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.online.Streams.Kind;
import io.millrace.models.registry.Manifest.Content;
import io.millrace.models.registry.Manifest.Output;
import io.millrace.models.registry.Manifest.Output.Activation;
import io.millrace.models.registry.Manifest.Script;
import io.millrace.models.registry.Manifest.Training;
import io.millrace.models.registry.Trial;
import io.millrace.models.tensor.TensorSpec.Element;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnlineLearnerTest {
    private static final String NUMBER = "task: regression, target-transform: log";
    private static final String TWO = "task: binary";
    private static final String THREE = "task: multiclass";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 29, 120, 230})
    void goesOnFromItsStateAsIfNothingHadHappened(int interruption) throws Exception {
        PipelineConfig pipeline = Streams.pipeline(folder, NUMBER, "window: 50, reservoir: 200");
        List<Example> rows = Streams.rows(300, Kind.NUMBER);
        try (OnlineLearner undisturbed = OnlineLearner.fresh(pipeline, List.of());
                OnlineLearner killed = OnlineLearner.fresh(pipeline, List.of());
                OnlineLearner restored = OnlineLearner.fresh(pipeline, List.of())) {
            teach(undisturbed, rows);
            teach(killed, rows.subList(0, interruption));
            restored.read(new DataInputStream(new ByteArrayInputStream(state(killed))));
            teach(restored, rows.subList(interruption, rows.size()));

            assertThat(state(restored)).isEqualTo(state(undisturbed));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NUMBER         | task: regression, target-transform: log | learner: mixture
            NUMBER         | task: regression                        | learner: linear
            NUMBER         | task: regression                        | learner: mlp
            CLASS_OF_TWO   | task: binary                            | learner: mixture
            CLASS_OF_TWO   | task: binary                            | learner: linear, optimizer: sgd
            CLASS_OF_THREE | task: multiclass                        | learner: mixture
            CLASS_OF_THREE | task: multiclass                        | learner: mlp
            """)
    void publishesAModelThatSaysWhatItSays(Kind kind, String task, String online) throws Exception {
        PipelineConfig pipeline = Streams.pipeline(folder, task, online);
        List<Example> rows = Streams.rows(200, kind);
        try (OnlineLearner learner = OnlineLearner.fresh(pipeline, classes(kind))) {
            teach(learner, rows);

            List<? extends Row> asked = rows.stream().map(Example::row).toList();
            float[] published = trial(learner).score(Schema.ofRow(pipeline), asked);
            int width = published.length / rows.size();
            for (int i = 0; i < rows.size(); i++) {
                float[] said = learner.predict(asked.get(i));
                for (int output = 0; output < width; output++) {
                    assertThat((double) published[i * width + output])
                            .as("row %d, seed %d", i, Streams.SEED)
                            .isCloseTo(said[output], within(1e-4 * Math.max(1, Math.abs(said[output]))));
                }
            }
        }
    }

    @Test
    void goesOnFromAModel() throws Exception {
        PipelineConfig pipeline = Streams.pipeline(folder, TWO, "learner: mlp");
        List<Example> rows = Streams.rows(600, Kind.CLASS_OF_TWO);
        Trial model;
        try (OnlineLearner first = OnlineLearner.fresh(pipeline, Streams.TWO)) {
            teach(first, rows.subList(0, 400));
            model = trial(first);
        }
        try (OnlineLearner further = OnlineLearner.from(pipeline, model)) {
            float[] said =
                    model.score(Schema.ofRow(pipeline), List.of(rows.get(400).row()));

            assertThat(further.predict(rows.get(400).row())[0]).isCloseTo(said[0], within(1e-4f));
            assertThat(right(further, rows.subList(400, 600))).isGreaterThan(0.9);
        }
    }

    @Test
    void tunesATorchScriptModel() throws Exception {
        PipelineConfig pipeline = Streams.pipeline(folder, TWO, "learner: fine-tune, learning-rate: 0.05");
        Trial script = script(Activation.SIGMOID);
        List<Example> rows = Streams.rows(600, Kind.CLASS_OF_TWO);
        try (OnlineLearner learner = OnlineLearner.from(pipeline, script);
                OnlineLearner restored = OnlineLearner.from(pipeline, script)) {
            Schema schema = Schema.ofRow(pipeline);
            assertThat(learner.predict(rows.get(0).row()))
                    .isEqualTo(script.score(schema, List.of(rows.get(0).row())));
            double before = right(learner, rows.subList(0, 100));
            teach(learner, rows.subList(0, 300));
            restored.read(new DataInputStream(new ByteArrayInputStream(state(learner))));
            teach(learner, rows.subList(300, 500));
            teach(restored, rows.subList(300, 500));

            assertThat(state(restored)).isEqualTo(state(learner));
            assertThat(right(learner, rows.subList(500, 600))).isGreaterThan(Math.max(0.7, before));
            float[] published = trial(learner).score(schema, List.of(rows.get(7).row()));
            assertThat(published[0]).isCloseTo(learner.predict(rows.get(7).row())[0], within(1e-5f));
        }
    }

    @Test
    void tunesNoModelThatGivesProbabilities() throws Exception {
        PipelineConfig pipeline = Streams.pipeline(folder, TWO, "learner: fine-tune");
        Trial script = script(Activation.NONE);

        assertThatThrownBy(() -> OnlineLearner.from(pipeline, script))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("model cannot be fine-tuned: torchscript=true, activation=NONE");
    }

    /** A linear layer of three elements that was exported by PyTorch. */
    private static Trial script(Activation activation) throws Exception {
        byte[] model = Files.readAllBytes(Path.of("src/test/resources/torchscript/linear.pt"));
        List<ColumnEncoding> columns = List.of(
                new ColumnEncoding("x", Numeric.raw(0, /* indicator= */ false)),
                new ColumnEncoding("where", new OneHot(List.of("place-0"))));
        Output output = new Output(Task.BINARY, "truth", 1, activation, TargetTransform.NONE, 1, 0, Streams.TWO);
        return new Trial(
                new Content(
                        List.of(new InputEncoding("rows", Element.FLOAT32, columns)),
                        new Script(),
                        output,
                        new Training("made up", 0, null, null),
                        Map.of(),
                        Content.DEFAULT_TOLERANCE),
                model);
    }

    @Test
    void tellsThreeClassesApart() throws Exception {
        PipelineConfig pipeline = Streams.pipeline(folder, THREE, "learner: mixture");
        List<Example> rows = Streams.rows(800, Kind.CLASS_OF_THREE);
        try (OnlineLearner learner = OnlineLearner.fresh(pipeline, Streams.THREE)) {
            teach(learner, rows.subList(0, 600));

            long right = rows.subList(600, 800).stream()
                    .filter(row -> largest(learner.predict(row.row())) == (int) row.target())
                    .count();
            assertThat(right / 200.0).as("seed " + Streams.SEED).isGreaterThan(0.8);
        }
    }

    @Test
    void learnsANumber() throws Exception {
        PipelineConfig pipeline = Streams.pipeline(folder, NUMBER, "learner: mixture");
        List<Example> rows = Streams.rows(800, Kind.NUMBER);
        try (OnlineLearner learner = OnlineLearner.fresh(pipeline, List.of())) {
            teach(learner, rows.subList(0, 600));

            double off = rows.subList(600, 800).stream()
                    .mapToDouble(row -> Math.abs(learner.predict(row.row())[0] / row.target() - 1))
                    .average()
                    .orElseThrow();
            assertThat(off).as("mean relative error, seed " + Streams.SEED).isLessThan(0.15);
        }
    }

    @Test
    void saysTheMeanBeforeItHasLearned() throws Exception {
        PipelineConfig pipeline = Streams.pipeline(folder, "task: regression", "learner: mixture");
        List<Example> rows = Streams.rows(10, Kind.NUMBER);
        try (OnlineLearner learner = OnlineLearner.fresh(pipeline, List.of())) {
            teach(learner, rows);

            double mean = rows.stream().mapToDouble(Example::target).average().orElseThrow();
            assertThat((double) learner.predict(rows.get(0).row())[0]).isCloseTo(mean, within(mean * 1e-6));
            assertThat(learner.learned()).isZero();
        }
    }

    private static void teach(OnlineLearner learner, List<Example> rows) {
        for (Example row : rows) {
            learner.observe(row.row());
            learner.learn(row);
        }
    }

    private static double right(OnlineLearner learner, List<Example> rows) {
        int right = 0;
        for (Example row : rows) {
            right += (learner.predict(row.row())[0] > 0.5) == (row.target() == 1) ? 1 : 0;
            learner.learn(row);
        }
        return (double) right / rows.size();
    }

    private static int largest(float[] outputs) {
        int largest = 0;
        for (int i = 1; i < outputs.length; i++) {
            largest = outputs[i] > outputs[largest] ? i : largest;
        }
        return largest;
    }

    private static List<String> classes(Kind kind) {
        return switch (kind) {
            case NUMBER -> List.of();
            case CLASS_OF_TWO -> Streams.TWO;
            case CLASS_OF_THREE -> Streams.THREE;
        };
    }

    private static Trial trial(OnlineLearner learner) {
        return learner.trial(new Training("made up", learner.learned(), null, null), Map.of());
    }

    private static byte[] state(OnlineLearner learner) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        learner.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
