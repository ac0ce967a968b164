package io.millrace.jobs.kafka;

import io.millrace.config.EventsConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.RecordTypes;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** Where events come from: a pipeline's topic, read from its beginning or from where the job's group left it. */
public final class EventSource {
    /** Three polls may wait to be decoded: what waits is copied by each collection, and leaves the processor's caches. */
    private static final String MOST_POLLED = "1000";

    private EventSource() {}

    /** Where a job starts to read when it has no saved state. */
    public enum Start {
        /** At the first record of the topic. */
        EARLIEST,
        /** Where the job's group left the topic; at the first record if it never read it. */
        COMMITTED
    }

    /** The consumer group of a pipeline's job; its committed offsets say how far the job is. */
    public static String group(PipelineConfig pipeline, String job) {
        return pipeline.pipeline() + "." + job;
    }

    /** The source of a pipeline's job. */
    public static KafkaSource<Decoded> of(Cluster cluster, EventsConfig events, String group, Start start) {
        return of(cluster, events.topic(), group, start, new EventDeserializer(events));
    }

    /** The records of a topic from its first one on, untouched. */
    public static KafkaSource<RawEvent> raw(Cluster cluster, String topic, String group) {
        return of(cluster, topic, group, Start.EARLIEST, new RawDeserializer());
    }

    /** A source of what a deserializer makes of the records of a topic. */
    static <T> KafkaSource<T> of(
            Cluster cluster,
            String topic,
            String group,
            Start start,
            KafkaRecordDeserializationSchema<T> deserializer) {
        return KafkaSource.<T>builder()
                .setProperties(consumer(cluster))
                .setTopics(topic)
                .setGroupId(group)
                .setClientIdPrefix(group)
                .setStartingOffsets(offsets(start))
                .setDeserializer(deserializer)
                .build();
    }

    @SuppressWarnings("deprecation") // the connector knows no other type for it
    private static OffsetsInitializer offsets(Start start) {
        return switch (start) {
            case EARLIEST -> OffsetsInitializer.earliest();
            case COMMITTED -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
        };
    }

    private static Properties consumer(Cluster cluster) {
        Properties properties = cluster.client();
        properties.put("isolation.level", "read_committed");
        properties.put("commit.offsets.on.checkpoint", "true");
        properties.put("register.consumer.metrics", "true");
        properties.put("partition.discovery.interval.ms", "30000");
        properties.put("max.poll.records", MOST_POLLED);
        properties.put("max.partition.fetch.bytes", Integer.toString(4 << 20));
        properties.put("fetch.max.bytes", Integer.toString(32 << 20));
        properties.put("allow.auto.create.topics", "false");
        return properties;
    }

    private record RawDeserializer() implements KafkaRecordDeserializationSchema<RawEvent> {

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawEvent> out) {
            out.collect(Records.raw(record));
        }

        @Override
        public TypeInformation<RawEvent> getProducedType() {
            return RecordTypes.RAW_EVENT;
        }
    }
}
