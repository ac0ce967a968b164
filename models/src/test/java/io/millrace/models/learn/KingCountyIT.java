package io.millrace.models.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.models.SharedData;
import io.millrace.models.evaluate.RegressionMetrics;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.learn.Training.Promotion;
import io.millrace.models.registry.ModelRegistry;
import io.millrace.models.registry.RegistrySource;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped pipeline on real sales: learned from the first ten thousand, measured on all later ones. */
class KingCountyIT {
    private static final Path PIPELINE = Path.of("../config/pipelines/house-prices.yaml");

    @TempDir
    private Path registry;

    @Test
    void predictsTheLaterSales() throws Exception {
        Path file = SharedData.kingCounty();
        PipelineConfig pipeline = PipelineFile.read(PIPELINE, Environment.of(Map.of()));
        CsvTable sales = CsvTable.read(file, pipeline.events().time());

        Map<String, CsvTable> streams = Map.of("zip_market", sales);
        TrainingReport report = new Training(pipeline, new ModelRegistry(registry), Progress.none())
                .run(sales.slice(RowRange.parse("0:10000")), streams, Promotion.FIRST);
        RegressionMetrics later = score(pipeline, sales.slice(RowRange.parse("10000:")), sales);

        assertThat(report.rows()).isEqualTo(10_000);
        assertThat(report.bad()).isEmpty();
        assertThat(report.alias()).isEqualTo("champion");
        assertThat(later.count()).isEqualTo(11_613);
        assertThat(later.r2()).as("R² on later sales").isGreaterThan(0.89);
        assertThat(later.mae()).as("mean absolute error on later sales").isLessThan(72_000);
    }

    private RegressionMetrics score(PipelineConfig pipeline, CsvTable table, CsvTable sales) throws Exception {
        List<LabeledRow> rows = LabeledRows.read(table, pipeline).rows();
        EntityKey key = EntityKey.of(table, pipeline.events(), "zipcode");
        ViewHistory history = ViewHistory.of(pipeline.features().get(0).view(), sales, key, rows, 0);
        List<Values> joined =
                FeatureJoin.of(pipeline, table, Map.of("zip_market", history)).join(rows);
        RegistrySource source = new RegistrySource(
                registry.toString(), pipeline.model().name(), pipeline.model().serve(), Schema.ofRow(pipeline));
        RegressionMetrics metrics = new RegressionMetrics();
        try (ServedModel model = source.load(source.resolve().version(), ComputeDevice.CPU);
                TensorMemory memory = new TensorMemory(1 << 20);
                BatchMemory batch = memory.batch(model.encoder().inputs(), 1000)) {
            for (int from = 0; from < joined.size(); from += batch.capacity()) {
                int count = Math.min(batch.capacity(), joined.size() - from);
                for (int i = 0; i < count; i++) {
                    model.encoder().encode(joined.get(from + i), batch, i);
                }
                float[] prices = model.scorer().score(batch, count);
                for (int i = 0; i < count; i++) {
                    metrics.add(Double.parseDouble(rows.get(from + i).label()), prices[i]);
                }
            }
        }
        return metrics;
    }
}
