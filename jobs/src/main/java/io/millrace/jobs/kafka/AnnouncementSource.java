package io.millrace.jobs.kafka;

import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.RecordTypes;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The news about one model, from the beginning of the pipeline's {@code models} topic. */
public final class AnnouncementSource {
    private static final Logger LOG = LoggerFactory.getLogger(AnnouncementSource.class);

    private AnnouncementSource() {}

    /** The announcements of one model; those of other models are passed over. */
    public static KafkaSource<ModelAnnouncement> of(Cluster cluster, String topic, String group, String model) {
        return KafkaSource.<ModelAnnouncement>builder()
                .setProperties(EventSource.consumer(cluster))
                .setTopics(topic)
                .setGroupId(group)
                .setClientIdPrefix(group + "-models")
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new Deserializer(model))
                .build();
    }

    private record Deserializer(String model) implements KafkaRecordDeserializationSchema<ModelAnnouncement> {

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ModelAnnouncement> out) {
            AnnouncementDecoder.Result result = AnnouncementDecoder.decode(record.value());
            if (result.announcement().isEmpty()) {
                LOG.warn(
                        "Passing over what is no model announcement: topic={}, partition={}, offset={}, problem={}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        result.problem());
            }
            result.announcement().filter(each -> each.model().equals(model)).ifPresent(out::collect);
        }

        @Override
        public TypeInformation<ModelAnnouncement> getProducedType() {
            return RecordTypes.MODEL_ANNOUNCEMENT;
        }
    }
}
