package io.millrace.jobs.kafka;

import io.millrace.operators.record.Header;
import io.millrace.operators.record.Outbound;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Addresses what a pipeline produced to a topic; its key chooses the partition. */
record OutboundSerializer(String topic) implements KafkaRecordSerializationSchema<Outbound> {

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            Outbound outbound, KafkaSinkContext context, @Nullable Long timestamp) {
        RecordHeaders headers = new RecordHeaders();
        for (Header header : outbound.headers()) {
            headers.add(new RecordHeader(header.name(), header.value()));
        }
        return new ProducerRecord<>(topic, null, null, outbound.key(), outbound.value(), headers);
    }
}
