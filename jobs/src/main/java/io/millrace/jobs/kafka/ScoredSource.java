package io.millrace.jobs.kafka;

import io.millrace.config.PipelineConfig;
import io.millrace.models.tensor.ScoredSchema;
import io.millrace.operators.feedback.ScoredDecoder;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Scored;
import org.apache.flink.connector.kafka.source.KafkaSource;

/** Where it is read what a model saw and said: the topic of a pipeline's scored rows. */
public final class ScoredSource {
    private ScoredSource() {}

    /** The source of a pipeline's job. */
    public static KafkaSource<Scored> of(
            Cluster cluster, PipelineConfig pipeline, String group, EventSource.Start start) {
        ScoredDeserializer<Scored> deserializer =
                new ScoredDeserializer<>(RecordTypes.SCORED, new Rows(ScoredDecoder.schema(pipeline)));
        return EventSource.of(cluster, pipeline.topics().scored(), group, start, deserializer);
    }

    private record Rows(ScoredSchema schema) implements ScoredDeserializer.Opening<Scored> {

        @Override
        public ScoredDeserializer.Decoder<Scored> open() {
            return new ScoredDecoder(schema)::decode;
        }
    }
}
