package io.millrace.jobs.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.JobSettings;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.EventSource;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ModelSource;
import io.millrace.models.infer.ServedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.Test;

class ScoreTopologyTest {
    private static final Path HOUSE_PRICES = Path.of("../config/pipelines/house-prices.yaml");

    @Test
    void everyOperatorHasAFixedIdAndTheMaximumParallelismThatBoundsItsState() {
        StreamGraph graph = graph();
        List<StageTable.Stage> stages = StageTable.of(graph);
        assertThat(stages).hasSizeGreaterThan(8);
        assertThat(stages).allSatisfy(stage -> {
            assertThat(stage.uid()).as("uid of %s", stage).isNotBlank();
            assertThat(stage.name()).isNotBlank();
            assertThat(stage.maxParallelism()).isEqualTo(JobSettings.MAX_PARALLELISM);
        });
        assertThat(stages).extracting(StageTable.Stage::uid).doesNotHaveDuplicates();
    }

    @Test
    void neitherKryoNorGeneratedIdsArePossible() {
        StreamGraph graph = graph();
        assertThat(graph.getJobConfiguration().get(PipelineOptions.GENERIC_TYPES))
                .isFalse();
        assertThat(graph.getJobConfiguration().get(PipelineOptions.AUTO_GENERATE_UIDS))
                .isFalse();
        assertThat(graph.getExecutionConfig().isObjectReuseEnabled()).isTrue();
    }

    static StreamGraph graph() {
        PipelineConfig pipeline =
                PipelineFile.read(HOUSE_PRICES, Environment.of(Map.of("MILLRACE_HOME", "target/home")));
        return ScoreJob.graph(
                pipeline,
                new ScoreJob.Inputs(new Cluster("127.0.0.1:1", Map.of()), EventSource.Start.EARLIEST, new NoModel()),
                JobSettings.strict(pipeline.runtime()));
    }

    /** A source that is never asked, because the graph is only drawn. */
    private record NoModel() implements ModelSource {

        @Override
        public String key() {
            return "none";
        }

        @Override
        public Resolved resolve() throws ModelLoadException {
            throw new ModelLoadException("nothing to resolve");
        }

        @Override
        public ServedModel load(int version, ComputeDevice device) throws ModelLoadException {
            throw new ModelLoadException("nothing to load");
        }
    }
}
