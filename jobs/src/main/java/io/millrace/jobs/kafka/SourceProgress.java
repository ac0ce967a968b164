package io.millrace.jobs.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How far a job has read a topic, as far as its last checkpoint says. */
public final class SourceProgress implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Cluster cluster;
    private final String topic;
    private final String group;
    private final Admin admin;

    /**
     * Where a job stood at one moment.
     *
     * @param ends offset after the last readable record, per partition
     * @param committed offset up to which the job has read, per partition
     */
    public record Snapshot(Map<Integer, Long> ends, Map<Integer, Long> committed) {

        public Snapshot {
            ends = Map.copyOf(ends);
            committed = Map.copyOf(committed);
        }

        /** Offsets before the end that the job has read. */
        public long read() {
            return committed.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Offsets that the job has not read yet. Marks of transactions count, although nobody reads them. */
        public long behind() {
            return ends.entrySet().stream()
                    .mapToLong(end -> Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L)))
                    .sum();
        }
    }

    public SourceProgress(Cluster cluster, String topic, String group) {
        this.cluster = cluster;
        this.topic = topic;
        this.group = group;
        Properties client = cluster.client();
        client.put("client.id", group + "-progress");
        this.admin = Admin.create(client);
    }

    /** Where the job stands now. */
    public Snapshot look() {
        Map<TopicPartition, OffsetAndMetadata> committed = cluster.await(
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
                "offsets of the job cannot be read: group=" + group + ", ");
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (TopicPartition partition : partitions()) {
            wanted.put(partition, OffsetSpec.latest());
        }
        Map<TopicPartition, ListOffsetsResultInfo> ends = cluster.await(
                admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all(),
                "offsets cannot be read: topic=" + topic + ", ");
        Map<Integer, Long> endByPartition = new HashMap<>();
        Map<Integer, Long> committedByPartition = new HashMap<>();
        ends.forEach((partition, end) -> {
            endByPartition.put(partition.partition(), end.offset());
            OffsetAndMetadata offset = committed.get(partition);
            if (offset != null) {
                committedByPartition.put(partition.partition(), offset.offset());
            }
        });
        return new Snapshot(endByPartition, committedByPartition);
    }

    /** Whether no record can be read between what the job has read and the end. */
    public boolean nothingLeft(Snapshot snapshot) {
        Properties client = cluster.client();
        client.put("isolation.level", "read_committed");
        client.put("enable.auto.commit", "false");
        client.put("auto.offset.reset", "earliest");
        List<TopicPartition> behind = new ArrayList<>();
        snapshot.ends().forEach((partition, end) -> {
            if (snapshot.committed().getOrDefault(partition, 0L) < end) {
                behind.add(new TopicPartition(topic, partition));
            }
        });
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(behind);
            behind.forEach(each -> consumer.seek(each, snapshot.committed().getOrDefault(each.partition(), 0L)));
            while (behind.stream()
                    .anyMatch(each -> consumer.position(each) < snapshot.ends().getOrDefault(each.partition(), 0L))) {
                if (!consumer.poll(POLL).isEmpty()) {
                    return false;
                }
            }
            return true;
        }
    }

    private List<TopicPartition> partitions() {
        Map<String, TopicDescription> descriptions = cluster.await(
                admin.describeTopics(List.of(topic)).allTopicNames(), "topic cannot be read: topic=" + topic + ", ");
        List<TopicPartition> partitions = new ArrayList<>();
        descriptions.values().forEach(description -> description
                .partitions()
                .forEach(info -> partitions.add(new TopicPartition(topic, info.partition()))));
        return partitions;
    }

    @Override
    public void close() {
        admin.close();
    }
}
