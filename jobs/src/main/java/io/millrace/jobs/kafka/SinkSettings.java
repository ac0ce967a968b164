package io.millrace.jobs.kafka;

import io.millrace.config.KafkaConfig.Delivery;
import io.millrace.operators.record.Outbound;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;

/** How a pipeline's job writes to its topics. */
public record SinkSettings(Cluster cluster, Delivery delivery, String pipeline) {
    /**
     * How long a transaction may stay open: longer than a checkpoint and a restart together, shorter than the 15 minutes
     * that a broker allows by default.
     */
    static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(10);

    private static final Duration LINGER = Duration.ofMillis(2);
    private static final int BATCH_BYTES = 128 << 10;
    private static final int MAX_REQUEST_BYTES = 8 << 20;

    /**
     * A sink.
     *
     * @param kind what is written; with the pipeline's name it makes the prefix of the sink's transactional ids, and must
     *     never change, or open transactions of a crashed run are not found
     */
    public <T> KafkaSink<T> sink(String kind, KafkaRecordSerializationSchema<T> serializer) {
        KafkaSinkBuilder<T> builder = KafkaSink.<T>builder()
                .setBootstrapServers(cluster.bootstrap())
                .setKafkaProducerConfig(producer())
                .setRecordSerializer(serializer);
        return switch (delivery) {
            case AT_LEAST_ONCE ->
                builder.setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE).build();
            case EXACTLY_ONCE ->
                builder.setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                        .setTransactionNamingStrategy(TransactionNamingStrategy.INCREMENTING)
                        .setTransactionalIdPrefix(pipeline + "-" + kind)
                        .build();
        };
    }

    /** A sink for encoded records. */
    public KafkaSink<Outbound> sink(String kind, String topic) {
        return sink(kind, new OutboundSerializer(topic));
    }

    Properties producer() {
        Properties properties = cluster.client();
        properties.put("acks", "all");
        properties.put("enable.idempotence", "true");
        properties.put("linger.ms", Long.toString(LINGER.toMillis()));
        properties.put("batch.size", Integer.toString(BATCH_BYTES));
        properties.put("compression.type", "lz4");
        properties.put("max.request.size", Integer.toString(MAX_REQUEST_BYTES));
        if (delivery == Delivery.EXACTLY_ONCE) {
            properties.put("transaction.timeout.ms", Long.toString(TRANSACTION_TIMEOUT.toMillis()));
        }
        return properties;
    }
}
