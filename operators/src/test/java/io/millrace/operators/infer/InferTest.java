package io.millrace.operators.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.BatchingConfig.Order;
import io.millrace.operators.infer.InferSetups.FakeSource;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.RecordTypes;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.transformations.PartitionTransformation;
import org.apache.flink.streaming.api.transformations.TwoInputTransformation;
import org.apache.flink.streaming.runtime.partitioner.BroadcastPartitioner;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class InferTest {
    private final TwoInputTransformation<?, ?, ?> stage = stage();

    @Test
    void hasAFixedIdAndName() {
        assertThat(stage.getUid()).isEqualTo("infer");
        assertThat(stage.getName()).isEqualTo("infer");
        assertThat(stage.getOutputType()).isEqualTo(RecordTypes.PREDICTION);
    }

    @Test
    void beginsAChain() {
        assertThat(stage.getOperatorFactory().getChainingStrategy()).isEqualTo(ChainingStrategy.HEAD);
    }

    @Test
    void everySubtaskHearsEveryAnnouncement() {
        assertThat(stage.getInput2()).isInstanceOfSatisfying(PartitionTransformation.class, announcements -> assertThat(
                        announcements.getPartitioner())
                .isInstanceOf(BroadcastPartitioner.class));
    }

    @Test
    void travelsWithTheJobGraph() throws Exception {
        assertThat(InstantiationUtil.clone(stage.getOperatorFactory())).isNotNull();
    }

    private static TwoInputTransformation<?, ?, ?> stage() {
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment();
        DataStream<EnrichedEvent> enriched = flink.fromData(RecordTypes.ENRICHED_EVENT, EnrichedEvents.event(1))
                .map(each -> each);
        DataStream<ModelAnnouncement> announcements =
                flink.fromData(RecordTypes.MODEL_ANNOUNCEMENT, new ModelAnnouncement("fake", 1, 1));
        InferSettings settings =
                InferSetups.settings(InferSetups.batching(Order.ORDERED, 4, 8), FakeSource.of(inputs -> inputs));
        DataStream<Prediction> predicted = Infer.stage(enriched, announcements, settings);
        return (TwoInputTransformation<?, ?, ?>) predicted.getTransformation();
    }
}
