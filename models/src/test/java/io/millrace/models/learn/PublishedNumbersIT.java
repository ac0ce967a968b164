package io.millrace.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Environment;
import io.millrace.models.SharedData;
import io.millrace.models.registry.ModelRegistry;
import io.millrace.models.registry.Trial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped pipelines on the streams that others publish figures of; docs/learning.md has all of them. */
class PublishedNumbersIT {
    private static final Path PIPELINES = Path.of("../config/pipelines");
    private static final String RIVERS_REGRESSION =
            "learning: { online: { learner: linear, optimizer: sgd, mini-batch: 1 } }";

    @TempDir
    private Path folder;

    @Test
    void agreesWithRiversLogisticRegression() throws Exception {
        Map<String, Double> phishing = learner("phishing", RIVERS_REGRESSION, "phishing.csv.gz", RowRange.ALL, 0);
        Map<String, Double> bananas = learner("bananas", RIVERS_REGRESSION, "bananas.libsvm", RowRange.ALL, 0);

        assertThat(phishing.get("accuracy")).isEqualTo(0.8880, within(5e-5));
        assertThat(phishing.get("f1")).isEqualTo(0.8723, within(5e-5));
        assertThat(bananas.get("accuracy")).isEqualTo(0.5430, within(5e-5));
        assertThat(bananas.get("f1")).isEqualTo(0.1953, within(5e-5));
    }

    @Test
    void learnsSmallStreams() throws Exception {
        assertThat(learner("phishing", "", "phishing.csv.gz", RowRange.ALL, 0).get("accuracy"))
                .isGreaterThan(0.8952);
        assertThat(learner("bananas", "", "bananas.libsvm", RowRange.ALL, 0).get("accuracy"))
                .isGreaterThan(0.8894);
    }

    @Test
    void isBetterThanRepeatingTheLastPrice() throws Exception {
        Map<String, Double> market = learner("elec2", "", "elec2.csv.gz", RowRange.parse("0:4000"), 48);

        assertThat(market.get("accuracy")).isGreaterThan(0.9);
        assertThat(market.get("kappa-temporal")).isGreaterThan(0.5);
    }

    @Test
    void followsAMarketThatAFrozenModelDoesNot() throws Exception {
        PipelineConfig pipeline = pipeline("house-prices", "");
        CsvTable sales = CsvTable.read(SharedData.kingCounty(), pipeline.events());
        ModelRegistry registry = new ModelRegistry(folder.resolve("registry"));
        new Training(pipeline, registry, Progress.none())
                .run(sales.slice(RowRange.parse("0:5000")), streams(pipeline, sales), Training.Promotion.FIRST);
        Optional<Trial> start = Optional.of(registry.trial(pipeline.model().name(), 1));

        EvaluationReport report = new Evaluation(pipeline, done -> {})
                .run(sales.slice(RowRange.parse("5000:10000")), streams(pipeline, sales), 1000, start);

        Map<String, Double> learner = report.standings().get(0).metrics();
        Map<String, Double> frozen = report.standings().get(1).metrics();
        assertThat(report.rows()).isEqualTo(5_000);
        assertThat(learner.get("r2")).isGreaterThan(0.885).isGreaterThan(frozen.getOrDefault("r2", 1.0));
        assertThat(learner.get("mae")).isLessThan(70_000);
    }

    private Map<String, Double> learner(String name, String more, String file, RowRange range, int delay)
            throws Exception {
        PipelineConfig pipeline = pipeline(name, more);
        CsvTable table = CsvTable.read(SharedData.file(file), pipeline.events());
        return new Evaluation(pipeline, done -> {})
                .run(table.slice(range), streams(pipeline, table), delay, Optional.empty())
                .standings()
                .get(0)
                .metrics();
    }

    private static Map<String, CsvTable> streams(PipelineConfig pipeline, CsvTable table) {
        Map<String, CsvTable> streams = new HashMap<>();
        for (ViewConfig view : pipeline.computedViews()) {
            streams.put(view.view(), table);
        }
        return streams;
    }

    private PipelineConfig pipeline(String name, String more) throws Exception {
        Path file = PIPELINES.resolve(name + ".yaml");
        if (!more.isEmpty()) {
            file = Files.writeString(folder.resolve(name + ".yaml"), Files.readString(file) + more + "\n");
        }
        return PipelineFile.read(file, Environment.of(Map.of()));
    }
}
