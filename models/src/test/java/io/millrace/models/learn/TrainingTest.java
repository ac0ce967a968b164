package io.millrace.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.config.PipelineConfig;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.learn.Progress.Stage;
import io.millrace.models.learn.Training.Promotion;
import io.millrace.models.registry.Manifest;
import io.millrace.models.registry.ModelRegistry;
import io.millrace.models.registry.RegistrySource;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
    private static final long SEED = 11;
    private static final int ROWS = 600;

    @TempDir
    private Path folder;

    private ModelRegistry registry;
    private PipelineConfig pipeline;

    @BeforeEach
    void open() throws Exception {
        registry = new ModelRegistry(folder.resolve("registry"));
        pipeline = TestPipeline.read(folder);
    }

    @Test
    void publishesAFirstModelAsChampion() throws Exception {
        TrainingReport report = train(homes("price"));

        assertThat(report.alias()).isEqualTo("champion");
        assertThat(report.rows()).isEqualTo(ROWS);
        assertThat(report.bad()).isEmpty();
        assertThat(report.first()).isEqualTo(Instant.parse("2015-01-01T00:00:00Z"));
        assertThat(report.badEvents()).containsExactly(Map.entry("market", 0));
        assertThat(report.training().get("r2")).as("seed=" + SEED).isGreaterThan(0.9);
        assertThat(report.heldOut().get("r2")).as("seed=" + SEED).isGreaterThan(0.9);
        Manifest manifest = registry.manifest("home", 1);
        assertThat(manifest.content().metrics()).isEqualTo(report.metrics());
        assertThat(manifest.content().training().source()).isEqualTo("homes.csv");
        assertThat(manifest.content().training().rows()).isEqualTo(ROWS);
    }

    @Test
    void makesLaterModelsCandidatesUnlessAsked() throws Exception {
        Path homes = homes("price");
        train(homes);

        assertThat(train(homes).alias()).isEqualTo("candidate");
        assertThat(registry.resolve("home", "champion").version()).isEqualTo(1);

        TrainingReport third = run(table(homes), Promotion.ALWAYS);

        assertThat(third.alias()).isEqualTo("champion");
        assertThat(registry.resolve("home", "champion").version()).isEqualTo(3);
        assertThat(registry.resolve("home", "previous").version()).isEqualTo(1);
    }

    @Test
    void givesTheSameBytesForTheSameRowsAndSeed() throws Exception {
        Path homes = homes("price");
        train(homes);
        train(homes);

        for (String file : List.of("weights.f32", "golden.csv")) {
            assertThat(folder.resolve("registry/home/2").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("registry/home/1").resolve(file));
        }
    }

    @Test
    void servesWhatItLearned() throws Exception {
        TrainingReport report = train(homes("price"));

        float[] prices = serve(row("98001", 3, 100), row("98002", 3, 100), row("never seen", 3, 100));

        assertThat(prices[0]).isBetween(170f, 235f);
        assertThat(prices[1]).isBetween(340f, 470f);
        assertThat(prices[2]).isFinite().isPositive();
        assertThat(report.version().version()).isEqualTo(1);
    }

    @Test
    void countsBadRowsAndLearnsFromTheOthers() throws Exception {
        Path homes = homes("price");
        Files.writeString(homes, Files.readString(homes) + "x,2015-01-01,98001,3,100,true,-5\ny,2015-01-01,98001,3\n");

        TrainingReport report = train(homes);

        assertThat(report.rows()).isEqualTo(ROWS);
        assertThat(report.bad())
                .containsExactly(
                        new BadRow(603, "row has another number of cells than the header: cells=4, expected=7"),
                        new BadRow(602, "label has no logarithm: column=price, value=-5, min=above 0"));
    }

    @Test
    void reportsBothTrainings() throws Exception {
        List<Stage> stages = new ArrayList<>();
        CsvTable homes = table(homes("price"));
        new Training(pipeline, registry, (stage, epoch) -> stages.add(stage))
                .run(homes, Map.of("market", homes), Promotion.FIRST);

        assertThat(stages).hasSize(30).startsWith(Stage.MEASURE).endsWith(Stage.LEARN);
    }

    @Test
    void learnsFromViewsThatKnowTheTargetAsLateAsTheyWill() throws Exception {
        Path file = homes("price");
        CsvTable homes = table(file);
        String header = Files.readAllLines(file).get(0);
        CsvTable none = table(
                Files.writeString(folder.resolve("later.csv"), header + "\nlater,2035-01-01,98001,3,100,true,70000\n"));

        Training training = new Training(pipeline, registry, Progress.none());
        TrainingReport atOnce = training.run(homes, Map.of("market", homes), /* delay= */ 0, Promotion.FIRST);
        TrainingReport never = training.run(homes, Map.of("market", homes), /* delay= */ ROWS, Promotion.FIRST);
        TrainingReport without = training.run(homes, Map.of("market", none), /* delay= */ 0, Promotion.FIRST);

        assertThat(never.metrics()).isEqualTo(without.metrics()).isNotEqualTo(atOnce.metrics());
    }

    @Test
    void learnsTwoClasses() throws Exception {
        pipeline = pipeline("binary", "mlp");

        TrainingReport report = train(homes("large"));

        assertThat(report.heldOut().get("accuracy")).as("seed=" + SEED).isGreaterThan(0.9);
        assertThat(report.heldOut()).containsKeys("log-loss", "f1", "auc");
        assertThat(registry.manifest("home", 1).content().output().classes()).containsExactly("no", "yes");
        float[] probabilities = serve(row("98001", 9, 300), row("98001", 1, 50));
        assertThat(probabilities[0]).isBetween(0.8f, 1f);
        assertThat(probabilities[1]).isBetween(0f, 0.2f);
    }

    @Test
    void learnsSeveralClassesWithALinearModel() throws Exception {
        pipeline = pipeline("multiclass", "linear");

        TrainingReport report = train(homes("size"));

        assertThat(report.heldOut().get("accuracy")).as("seed=" + SEED).isGreaterThan(0.7);
        float[] probabilities = serve(row("98001", 9, 300));
        assertThat(probabilities).hasSize(3);
        assertThat(probabilities[0] + probabilities[1] + probabilities[2]).isCloseTo(1, within(1e-5f));
    }

    @Test
    void refusesLabelsThatDoNotFitTheTask() throws Exception {
        pipeline = pipeline("binary", "mlp");
        Path homes = homes("size");

        assertThatThrownBy(() -> train(homes))
                .isInstanceOf(DataException.class)
                .hasMessage("labels do not fit the task: task=BINARY, target=label, classes=3, min=2, max=2,"
                        + " first=[0, 1, 2]");
    }

    @Test
    void refusesToLearnVectors() throws Exception {
        pipeline = pipeline("vector", "mlp");
        Path homes = homes("size");

        assertThatThrownBy(() -> train(homes))
                .isInstanceOf(DataException.class)
                .hasMessage("a vector cannot be learned from a file: model.task=vector; import a TorchScript model,"
                        + " or predict one number");
    }

    @Test
    void learnsFromFewRowsWithoutMeasuring() throws Exception {
        TrainingReport report = run(table(homes("price")).slice(RowRange.parse("0:12")), Promotion.FIRST);

        assertThat(report.metrics()).containsOnlyKeys("training");
    }

    private PipelineConfig pipeline(String task, String learner) throws Exception {
        String learning = learner.equals("linear")
                ? "learning: { learner: linear, epochs: 30, batch-size: 32, learning-rate: 0.05 }\n"
                : "learning: { hidden: [8], members: 2, epochs: 15, batch-size: 32, learning-rate: 0.02 }\n";
        String yaml = TestPipeline.YAML
                .replaceFirst("model: .*\n", "model: { name: home, task: " + task + ", target: label }\n")
                .replaceFirst("learning: .*\n", learning);
        return TestPipeline.read(
                folder,
                yaml,
                TestPipeline.VIEW
                        .replace("of: price", "of: rooms")
                        .replace("        price: { type: float, min: 0 }\n", ""));
    }

    private TrainingReport train(Path homes) throws Exception {
        return run(table(homes), Promotion.FIRST);
    }

    private TrainingReport run(CsvTable homes, Promotion promotion) throws Exception {
        return new Training(pipeline, registry, Progress.none()).run(homes, Map.of("market", homes), promotion);
    }

    private CsvTable table(Path homes) throws Exception {
        return CsvTable.read(homes, pipeline.events().time());
    }

    /** Homes whose price is area times 2, 4 or 6 by zip, with 3 % of noise; the last column is the label. */
    private Path homes(String label) throws Exception {
        Random random = new Random(SEED);
        StringBuilder csv = new StringBuilder("id,sold,zip,rooms,area,garden,")
                .append(label.equals("price") ? "price" : "label")
                .append('\n');
        for (int i = 0; i < ROWS; i++) {
            int zip = random.nextInt(3);
            int rooms = 1 + random.nextInt(9);
            double area = 20 + 30 * rooms * (0.8 + 0.4 * random.nextDouble());
            double price = area * 2 * (zip + 1) * Math.exp(0.03 * random.nextGaussian());
            String value =
                    switch (label) {
                        case "price" -> String.format(Locale.ROOT, "%.2f", price);
                        case "large" -> rooms > 5 ? "yes" : "no";
                        default -> Integer.toString(rooms / 4);
                    };
            csv.append(String.format(
                    Locale.ROOT,
                    "%d,%s,9800%d,%d,%.2f,%s,%s%n",
                    i,
                    LocalDate.of(2015, 1, 1).plusDays(i / 3),
                    zip + 1,
                    rooms,
                    area,
                    random.nextInt(4) == 0 ? "" : random.nextBoolean(),
                    value));
        }
        return Files.writeString(folder.resolve("homes.csv"), csv);
    }

    /** A row as the market is after the last sale: the zip codes have prices per area of their own. */
    private static Values row(String zip, double rooms, double area) {
        boolean known = zip.matches("9800[1-3]");
        double median = known ? 2 * (zip.charAt(4) - '0') : 7;
        return new Values(
                new double[] {Double.NaN, rooms, area, 1, median, known ? 150 : 0},
                new String[] {zip, null, null, null, null, null},
                new float[6][]);
    }

    private float[] serve(Values... rows) throws Exception {
        RegistrySource source =
                new RegistrySource(registry.root().toString(), "home", "champion", Schema.ofRow(pipeline));
        try (ServedModel model = source.load(source.resolve().version(), ComputeDevice.CPU);
                TensorMemory memory = new TensorMemory(1 << 20);
                BatchMemory batch = memory.batch(model.encoder().inputs(), rows.length)) {
            for (int i = 0; i < rows.length; i++) {
                model.encoder().encode(rows[i], batch, i);
            }
            return model.scorer().score(batch, rows.length);
        }
    }
}
