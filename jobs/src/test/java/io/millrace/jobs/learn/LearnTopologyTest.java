package io.millrace.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.JobSettings;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.EventSource;
import io.millrace.jobs.score.StageTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LearnTopologyTest {
    private static final Path SHIPPED = Path.of("../config/pipelines/house-prices.yaml");

    @Test
    void readsTheDriftTopicOnlyIfThereIsOne() {
        assertThat(StageTable.of(graph(null))).extracting(StageTable.Stage::uid).doesNotContain("drift", "hear-drift");
    }

    private static StreamGraph graph(@Nullable String drift) {
        PipelineConfig pipeline = PipelineFile.read(SHIPPED, Environment.of(Map.of()));
        Cluster cluster = new Cluster("127.0.0.1:1", Map.of());
        return LearnJob.graph(
                pipeline,
                new LearnJob.Inputs(cluster, EventSource.Start.EARLIEST, Path.of("registry"), drift),
                JobSettings.strict(pipeline.runtime()));
    }

    @Test
    void everyOperatorHasAFixedId() {
        StreamGraph graph = graph("house-prices.drift");
        List<StageTable.Stage> stages = StageTable.of(graph);

        assertThat(stages).allSatisfy(stage -> {
            assertThat(stage.uid()).as("uid of %s", stage).isNotBlank();
            assertThat(stage.name()).isNotBlank();
            assertThat(stage.maxParallelism()).isEqualTo(JobSettings.MAX_PARALLELISM);
        });
        assertThat(stages).extracting(StageTable.Stage::uid).doesNotHaveDuplicates();
        assertThat(stages)
                .extracting(StageTable.Stage::uid)
                .contains(
                        "scored",
                        "labels",
                        "admit",
                        "join",
                        "encode",
                        "emit-feedback",
                        "quality",
                        "emit-quality",
                        "emit-dead-letters",
                        "learn",
                        "drift",
                        "hear-drift",
                        "promote",
                        "emit-models");
        assertThat(graph.getJobName()).isEqualTo("house-prices.learn");
        assertThat(graph.getJobConfiguration().get(PipelineOptions.GENERIC_TYPES))
                .isFalse();
    }
}
