package io.millrace.jobs.kafka;

import io.millrace.config.PipelineConfig;
import io.millrace.operators.feature.ServedDecoder;
import io.millrace.operators.feature.ServedSettings;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.ServedFeatures;
import org.apache.flink.connector.kafka.source.KafkaSource;

/** Where it is read what was served: the topic of a pipeline's scored rows. */
public final class ServedSource {
    private ServedSource() {}

    /** The source of a pipeline's job. */
    public static KafkaSource<ServedFeatures> of(
            Cluster cluster, PipelineConfig pipeline, String group, EventSource.Start start) {
        ScoredDeserializer<ServedFeatures> deserializer =
                new ScoredDeserializer<>(RecordTypes.SERVED_FEATURES, new Served(ServedSettings.of(pipeline)));
        return EventSource.of(cluster, pipeline.topics().scored(), group, start, deserializer);
    }

    private record Served(ServedSettings settings) implements ScoredDeserializer.Opening<ServedFeatures> {

        @Override
        public ScoredDeserializer.Decoder<ServedFeatures> open() {
            return new ServedDecoder(settings)::decode;
        }
    }
}
