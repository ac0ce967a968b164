package io.millrace.operators.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.BatchingConfig.Order;
import io.millrace.operators.infer.InferSetups.FakeFeed;
import io.millrace.operators.infer.InferSetups.FakeSource;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.RecordTypes;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class InferTest {
    private final StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment();
    private final DataStream<Prediction> predicted = predicted();

    @Test
    void hasAFixedIdAndName() {
        assertThat(stage().getUid()).isEqualTo("infer");
        assertThat(stage().getName()).isEqualTo("infer");
        assertThat(stage().getOutputType()).isEqualTo(RecordTypes.PREDICTION);
    }

    @Test
    void runsInTheChainOfItsEvents() {
        predicted.sinkTo(new DiscardingSink<>());
        JobGraph job = flink.getStreamGraph().getJobGraph();

        assertThat(job.getVertices()).singleElement().satisfies(task -> assertThat(task.getName())
                .startsWith("Source: events")
                .contains("infer"));
    }

    @Test
    void travelsWithTheJobGraph() throws Exception {
        assertThat(InstantiationUtil.clone(stage().getOperatorFactory())).isNotNull();
    }

    private OneInputTransformation<?, ?> stage() {
        return (OneInputTransformation<?, ?>) predicted.getTransformation();
    }

    private DataStream<Prediction> predicted() {
        DataStream<EnrichedEvent> enriched = flink.fromSource(
                        new NumberSequenceSource(1, 2), WatermarkStrategy.noWatermarks(), "events")
                .map(offset -> EnrichedEvents.event(offset.intValue()))
                .returns(RecordTypes.ENRICHED_EVENT);
        InferSettings settings =
                InferSetups.settings(InferSetups.batching(Order.ORDERED, 4, 8), FakeSource.of(inputs -> inputs));
        return Infer.stage(enriched, new FakeFeed(), settings);
    }
}
