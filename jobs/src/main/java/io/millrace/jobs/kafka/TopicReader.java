package io.millrace.jobs.kafka;

import io.millrace.operators.record.RawEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic as it is promised to readers: committed records only, every partition, from its beginning. */
public final class TopicReader implements AutoCloseable {
    static final Duration POLL = Duration.ofMillis(200);
    private static final int LAST_POLLS = 10;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Long> ends;

    /**
     * Opens a topic.
     *
     * @throws ClusterException if there is no such topic
     */
    public TopicReader(Cluster cluster, String topic) {
        this.consumer = open(cluster, topic, Map.of());
        this.partitions = partitions(consumer, topic);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        ends = consumer.endOffsets(partitions);
    }

    /**
     * A consumer that reads topics as they are promised to readers, with no partition assigned yet.
     *
     * @param settings of this reader
     * @throws ClusterException if there is no such topic
     */
    static KafkaConsumer<byte[], byte[]> open(Cluster cluster, String topic, Map<String, String> settings) {
        Properties client = cluster.client();
        client.put("isolation.level", "read_committed");
        client.put("enable.auto.commit", "false");
        client.put("allow.auto.create.topics", "false");
        client.put("max.poll.records", "5000");
        client.put("fetch.max.bytes", Integer.toString(32 << 20));
        client.put("max.partition.fetch.bytes", Integer.toString(8 << 20));
        client.put("default.api.timeout.ms", Long.toString(Cluster.PATIENCE.toMillis()));
        client.putAll(settings);
        KafkaConsumer<byte[], byte[]> opened = cluster.open(
                () -> new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        try {
            if (!partitions(opened, topic).isEmpty()) {
                return opened;
            }
        } catch (org.apache.kafka.common.KafkaException e) {
            opened.close();
            throw new ClusterException(
                    "topic cannot be read: topic=" + topic + ", bootstrap=" + cluster.bootstrap() + ", cause="
                            + e.getMessage() + (e instanceof TimeoutException ? "; is the broker running?" : ""),
                    e);
        }
        opened.close();
        throw new ClusterException(
                "no such topic: topic=" + topic + ", bootstrap=" + cluster.bootstrap()
                        + "; run and replay create the topics of a pipeline",
                null);
    }

    /** The partitions of a topic as far as the consumer knows; it asks only if it knows none. */
    static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /** The offsets of a partition: the first that can be read, and the one after the last. */
    public record Bounds(long first, long end) {}

    /** What {@link #readToEnd} will read, by partition. */
    public Map<Integer, Bounds> bounds() {
        Map<TopicPartition, Long> firsts = consumer.beginningOffsets(partitions);
        Map<Integer, Bounds> bounds = new HashMap<>();
        firsts.forEach((partition, first) ->
                bounds.put(partition.partition(), new Bounds(first, ends.getOrDefault(partition, first))));
        return bounds;
    }

    /** The last record of each partition that has one and shows it soon. */
    public List<RawEvent> last() {
        Map<TopicPartition, Long> firsts = consumer.beginningOffsets(partitions);
        Set<TopicPartition> open = new HashSet<>(partitions);
        open.removeIf(each -> ends.getOrDefault(each, 0L) <= firsts.getOrDefault(each, 0L));
        open.forEach(each -> consumer.seek(each, ends.getOrDefault(each, 1L) - 1));
        List<RawEvent> last = new ArrayList<>();
        for (int polls = 0; polls < LAST_POLLS && !open.isEmpty(); polls++) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (open.remove(new TopicPartition(record.topic(), record.partition()))) {
                    last.add(Records.raw(record));
                }
            }
        }
        return last;
    }

    /** Shows every record up to the end that the topic had when it was opened. */
    public void readToEnd(Consumer<RawEvent> action) {
        readToEnd(action, () -> true);
    }

    /** Shows every record up to the end that the topic had when it was opened, as long as told. */
    public void readToEnd(Consumer<RawEvent> action, BooleanSupplier goOn) {
        Map<TopicPartition, Long> open = new HashMap<>(ends);
        while (!open.isEmpty() && goOn.getAsBoolean()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
                if (end != null && record.offset() < end) {
                    action.accept(Records.raw(record));
                }
            }
            // The position passes over marks of transactions and aborted records, which are never shown.
            open.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        }
    }

    /** Shows every record, those to come included, as long as told. */
    public void follow(Consumer<RawEvent> action, BooleanSupplier goOn) {
        while (goOn.getAsBoolean()) {
            consumer.poll(POLL).forEach(record -> action.accept(Records.raw(record)));
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
