package io.millrace.jobs.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
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

/** How far a job has read a topic. */
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
     * @param positions offset up to which the job has read, per partition
     */
    public record Snapshot(Map<Integer, Long> ends, Map<Integer, Long> positions) {

        public Snapshot {
            ends = Map.copyOf(ends);
            positions = Map.copyOf(positions);
        }

        /** Offsets before the end that the job has read. */
        public long read() {
            return positions.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Offsets that the job has not read yet. Marks of transactions count, although nobody reads them. */
        public long behind() {
            return ends.entrySet().stream()
                    .mapToLong(end -> Math.max(0, end.getValue() - positions.getOrDefault(end.getKey(), 0L)))
                    .sum();
        }
    }

    public SourceProgress(Cluster cluster, String topic, String group) {
        this.cluster = cluster;
        this.topic = topic;
        this.group = group;
        Properties client = cluster.client();
        client.put("client.id", group + "-progress");
        this.admin = cluster.open(() -> Admin.create(client));
    }

    /** The topic that is read. */
    public String topic() {
        return topic;
    }

    /** Where the job stands now, as far as it has committed. */
    public Snapshot look() {
        return look(Map.of());
    }

    /**
     * Where the job stands now.
     *
     * @param positions where the job says it is, per partition; where it says nothing, what it has committed counts, which
     *     can be many seconds old, because the connector commits only between two polls
     */
    public Snapshot look(Map<Integer, Long> positions) {
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
        Map<Integer, Long> positionByPartition = new HashMap<>();
        ends.forEach((partition, end) -> {
            endByPartition.put(partition.partition(), end.offset());
            OffsetAndMetadata offset = committed.get(partition);
            if (offset != null) {
                positionByPartition.put(partition.partition(), offset.offset());
            }
        });
        positionByPartition.putAll(positions);
        return new Snapshot(endByPartition, positionByPartition);
    }

    /** Commits where the job was, for one that has stopped before the connector came to it. */
    public void commit(Snapshot snapshot) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        snapshot.positions()
                .forEach((partition, position) ->
                        offsets.put(new TopicPartition(topic, partition), new OffsetAndMetadata(position)));
        cluster.await(
                admin.alterConsumerGroupOffsets(group, offsets).all(),
                "offsets of the job cannot be committed: group=" + group + ", topic=" + topic + ", ");
    }

    /** Forgets what the job has committed, because it is about to read everything again. */
    public void forget() {
        Set<TopicPartition> partitions = Set.copyOf(partitions());
        cluster.await(
                admin.deleteConsumerGroupOffsets(group, partitions).all(),
                "offsets of the job cannot be deleted: group=" + group + ", topic=" + topic + ", ");
    }

    /** Whether no record can be read between what the job has read and the end. */
    public boolean nothingLeft(Snapshot snapshot) {
        Properties client = cluster.client();
        client.put("isolation.level", "read_committed");
        client.put("enable.auto.commit", "false");
        client.put("auto.offset.reset", "earliest");
        List<TopicPartition> behind = new ArrayList<>();
        snapshot.ends().forEach((partition, end) -> {
            if (snapshot.positions().getOrDefault(partition, 0L) < end) {
                behind.add(new TopicPartition(topic, partition));
            }
        });
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(behind);
            behind.forEach(each -> consumer.seek(each, snapshot.positions().getOrDefault(each.partition(), 0L)));
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
        admin.close(Cluster.CLOSES_WITHIN);
    }
}
