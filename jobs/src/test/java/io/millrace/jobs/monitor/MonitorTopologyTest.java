package io.millrace.jobs.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.JobSettings;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.EventSource;
import io.millrace.jobs.score.StageTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorTopologyTest {
    private static final Path SHIPPED = Path.of("../config");

    @TempDir
    Path directory;

    @Test
    void everyOperatorHasAFixedIdHoweverManyViewsThereAre() throws IOException {
        StreamGraph graph = graph(ofTwoViews());
        List<StageTable.Stage> stages = StageTable.of(graph);
        assertThat(stages).allSatisfy(stage -> {
            assertThat(stage.uid()).as("uid of %s", stage).isNotBlank();
            assertThat(stage.name()).isNotBlank();
            assertThat(stage.maxParallelism()).isEqualTo(JobSettings.MAX_PARALLELISM);
        });
        assertThat(stages).extracting(StageTable.Stage::uid).doesNotHaveDuplicates();
        assertThat(stages).extracting(StageTable.Stage::uid).contains("check-zip_market", "check-zip_sales", "tally");
        assertThat(graph.getJobName()).isEqualTo("house-prices.monitor");
        assertThat(graph.getJobConfiguration().get(PipelineOptions.GENERIC_TYPES))
                .isFalse();
    }

    private static StreamGraph graph(PipelineConfig pipeline) {
        return MonitorJob.graph(
                pipeline,
                new Cluster("127.0.0.1:1", Map.of()),
                EventSource.Start.COMMITTED,
                JobSettings.strict(pipeline.runtime()));
    }

    /** The shipped pipeline with a second view of the same sales. */
    private PipelineConfig ofTwoViews() throws IOException {
        String view = Files.readString(SHIPPED.resolve("features/zip_market.yaml"));
        Path views = Files.createDirectories(directory.resolve("features"));
        Files.writeString(views.resolve("zip_market.yaml"), view);
        Files.writeString(views.resolve("zip_sales.yaml"), view.replace("view: zip_market", "view: zip_sales"));
        String pipeline = Files.readString(SHIPPED.resolve("pipelines/house-prices.yaml"))
                .replace("\nmodel:", "  - { view: zip_sales, key: zipcode, use: [sales_count] }\n\nmodel:");
        Path file = Files.createDirectories(directory.resolve("pipelines")).resolve("house-prices.yaml");
        return PipelineFile.read(Files.writeString(file, pipeline), Environment.of(Map.of()));
    }
}
