package io.millrace.jobs.kafka;

import io.millrace.operators.record.Outbound;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to a topic in the order in which they are given, each once. A record that the broker refuses fails the
 * next call, and the last ones fail {@link #flush}.
 */
public final class TopicWriter implements AutoCloseable {
    private static final String LINGER_MILLIS = "1";
    private static final int BATCH_BYTES = 128 << 10;

    private final Cluster cluster;
    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    public TopicWriter(Cluster cluster, String topic) {
        this(cluster, topic, "lz4");
    }

    private TopicWriter(Cluster cluster, String topic, String compression) {
        this.cluster = cluster;
        this.topic = topic;
        Properties client = cluster.client();
        client.put("acks", "all");
        client.put("enable.idempotence", "true");
        client.put("linger.ms", LINGER_MILLIS);
        client.put("batch.size", Integer.toString(BATCH_BYTES));
        client.put("compression.type", compression);
        this.producer =
                cluster.open(() -> new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** A writer that spends no processor time on making records smaller. */
    public static TopicWriter uncompressed(Cluster cluster, String topic) {
        return new TopicWriter(cluster, topic, "none");
    }

    /**
     * Hands a record over. Blocks while the broker cannot keep up.
     *
     * @throws ClusterException if this record or one before it cannot be written
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears the same
    public void write(Outbound record) {
        requireNoFailure();
        Headers headers = new RecordHeaders();
        record.headers().forEach(header -> headers.add(header.name(), header.value()));
        try {
            producer.send(
                    new ProducerRecord<>(topic, null, record.key(), record.value(), headers), (metadata, exception) -> {
                        if (exception != null) {
                            failure.compareAndSet(null, exception);
                        }
                    });
        } catch (InterruptException e) {
            throw new ClusterException("interrupted while writing: topic=" + topic, e);
        } catch (KafkaException e) {
            throw refused(e);
        }
    }

    /**
     * Waits until the broker has acknowledged everything.
     *
     * @throws ClusterException if a record cannot be written
     */
    public void flush() {
        try {
            producer.flush();
        } catch (InterruptException e) {
            throw new ClusterException("interrupted while writing: topic=" + topic, e);
        }
        requireNoFailure();
    }

    /** Waits for what is under way, then lets the broker go. */
    @Override
    public void close() {
        producer.close();
    }

    private void requireNoFailure() {
        Exception first = failure.get();
        if (first != null) {
            throw refused(first);
        }
    }

    private ClusterException refused(Exception cause) {
        return new ClusterException(
                "record cannot be written: topic=" + topic + ", bootstrap=" + cluster.bootstrap() + ", cause="
                        + cause.getMessage(),
                cause);
    }
}
