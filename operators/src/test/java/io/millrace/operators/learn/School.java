package io.millrace.operators.learn;

import io.millrace.config.FieldType;
import io.millrace.config.LearningConfig.Learner;
import io.millrace.config.ModelConfig.TargetTransform;
import io.millrace.config.ModelConfig.Task;
import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.ColumnEncoding;
import io.millrace.models.feature.Encoding.Numeric;
import io.millrace.models.feature.InputEncoding;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.pytorch.Architecture;
import io.millrace.models.registry.Aliases;
import io.millrace.models.registry.Draft;
import io.millrace.models.registry.GoldenRows;
import io.millrace.models.registry.Manifest.Content;
import io.millrace.models.registry.Manifest.Output;
import io.millrace.models.registry.Manifest.Output.Activation;
import io.millrace.models.registry.Manifest.Parameters;
import io.millrace.models.registry.Manifest.Training;
import io.millrace.models.registry.ModelRegistry;
import io.millrace.models.registry.Trial;
import io.millrace.models.registry.Weights;
import io.millrace.models.tensor.TensorSpec.Element;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Scored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A pipeline in a folder of its own, with a champion that knows little, and feedback on what it said. */
public final class School {
    public static final String MODEL = "line";
    public static final long BEGIN = 1_700_000_000_000L;

    private static final Schema SCHEMA =
            new Schema(List.of(new Column("x", FieldType.FLOAT, 1), new Column("z", FieldType.FLOAT, 1)));

    private final PipelineConfig pipeline;
    private final Path registry;

    private School(PipelineConfig pipeline, Path registry) {
        this.pipeline = pipeline;
        this.registry = registry;
    }

    /** A pipeline that says this about learning, as YAML on one line, and more. */
    public static School open(Path folder, String learning, String more) throws Exception {
        Files.createDirectories(folder);
        Path file = Files.writeString(folder.resolve("school.yaml"), """
                pipeline: school
                events:
                  topic: points
                  id: id
                  key: zone
                  time: { field: at }
                  fields:
                    x: { type: float }
                    z: { type: float }
                    zone: { type: category, input: false }
                model: { name: line, task: regression, target: y }
                labels: { topic: truths, match: { event: id }, value: y }
                learning: %s
                %s
                """.formatted(learning, more));
        School school = new School(PipelineFile.read(file, Environment.of(Map.of())), folder.resolve("registry"));
        school.registry().move(MODEL, Aliases.CHAMPION, school.publish(1));
        return school;
    }

    /** Publishes a network with random weights. */
    public int publish(long seed) throws Exception {
        Architecture architecture = new Architecture(Learner.MLP, 2, List.of(8), 1, 1);
        Content content = new Content(
                List.of(new InputEncoding(
                        "features",
                        Element.FLOAT32,
                        List.of(
                                new ColumnEncoding("x", Numeric.raw(0, /* indicator= */ false)),
                                new ColumnEncoding("z", Numeric.raw(0, /* indicator= */ false))))),
                new Parameters(architecture),
                new Output(Task.REGRESSION, "y", 1, Activation.NONE, TargetTransform.NONE, 1, 0, List.of()),
                new Training("by hand", 0, null, null),
                Map.of(),
                Content.DEFAULT_TOLERANCE);
        Trial trial = new Trial(content, Weights.write(architecture.initial(new Random(seed))));
        byte[] golden = GoldenRows.of(trial, SCHEMA, List.of(Values.ofNumbers(0.5, -0.5)));
        return registry().publish(new Draft(MODEL, null, trial, golden)).version();
    }

    public PipelineConfig pipeline() {
        return pipeline;
    }

    public ModelRegistry registry() {
        return new ModelRegistry(registry);
    }

    public Course course() {
        return new Course(pipeline, registry.toString());
    }

    /** The versions that were published after the first, as text: number, parent, rows and the hash of the weights. */
    public List<String> editions() throws IOException {
        return registry().versions(MODEL).stream()
                .filter(version -> version > 1)
                .map(this::edition)
                .toList();
    }

    private String edition(int version) {
        try {
            var manifest = registry().manifest(MODEL, version);
            return version + " of " + manifest.identity().parent() + ", rows="
                    + manifest.content().training().rows() + ", weights="
                    + manifest.files().get("weights.f32");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Feedback on a row, whose label was known later. */
    public static Feedback truth(int i, double x, double z, double y) {
        return feedback(i, Feedback.Kind.TRUTH, new double[] {x, z}, Double.toString(y));
    }

    public static Feedback feedback(int i, Feedback.Kind kind, double[] row, @Nullable String label) {
        Scored scored = new Scored(
                "points-0-" + i,
                "e" + i,
                "k" + i % 7,
                BEGIN + i * 1000L,
                new ModelStamp(MODEL, 1, "hash", "champion", 1),
                new float[] {0},
                null,
                new Values(new double[] {row[0], row[1], Double.NaN}, new String[] {null, null, "k"}, new float[3][]));
        Feedback.Evidence evidence =
                new Feedback.Evidence(1, null, null, scored.timeMillis(), scored.timeMillis(), 0, "l" + i + kind);
        return new Feedback(scored, kind, label, null, evidence, Double.NaN);
    }
}
