package io.millrace.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.operators.enrich.ChangeFeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics in which views say what has changed, each read from its end. The key of a record is the entity that has
 * changed, in UTF-8; its value is not looked at.
 */
public record ChangeTopics(Cluster cluster) implements ChangeFeed {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeTopics.class);

    /* Positions are kept here and nowhere else: one that is gone is an error, from which the listener recovers. New
     * partitions are found when the client next asks what there is. */
    private static final Map<String, String> SETTINGS =
            Map.of("auto.offset.reset", "none", "metadata.max.age.ms", "60000");

    @Override
    public Following follow(String topic, Listener listener) {
        Reading reading = new Reading(TopicReader.open(cluster, topic, SETTINGS), topic, listener);
        try {
            reading.settle();
        } catch (RuntimeException e) {
            reading.consumer.close();
            throw new ClusterException(
                    "end of the topic cannot be found: topic=" + topic + ", bootstrap=" + cluster.bootstrap()
                            + ", cause=" + e.getMessage(),
                    e);
        }
        return ReaderThread.start("millrace-changes-" + topic, reading::run)::close;
    }

    /** One topic on its way to one listener. It is handed to its thread when it knows where to begin. */
    private static final class Reading {
        private static final Duration PAUSE = Duration.ofSeconds(1);

        private final KafkaConsumer<byte[], byte[]> consumer;
        private final String topic;
        private final Listener listener;
        private boolean lost;
        private boolean failing;
        private boolean warned;

        Reading(KafkaConsumer<byte[], byte[]> consumer, String topic, Listener listener) {
            this.consumer = consumer;
            this.topic = topic;
            this.listener = listener;
        }

        /** Stands at the end of every partition. */
        void settle() {
            List<TopicPartition> partitions = TopicReader.partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
        }

        /* While the broker is away, poll returns nothing and keeps its positions; what it throws is another matter. */
        void run(BooleanSupplier goOn) {
            try (consumer) {
                while (goOn.getAsBoolean()) {
                    try {
                        read();
                        failing = false;
                    } catch (OffsetOutOfRangeException e) {
                        lost = true;
                        LOG.warn(
                                "Changes were deleted before they were read, so every entry is dropped: topic={},"
                                        + " positions={}",
                                topic,
                                e.offsetOutOfRangePartitions());
                    } catch (RuntimeException e) {
                        pauseAfter(e, goOn);
                    }
                }
            }
        }

        private void read() {
            if (lost) {
                settle();
                listener.missed();
                lost = false;
            }
            takeNewPartitions();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(TopicReader.POLL)) {
                if (record.key() != null) {
                    listener.changed(new String(record.key(), UTF_8), record.timestamp());
                } else if (!warned) {
                    warned = true;
                    LOG.warn(
                            "Passing over records without a key, which say nothing of what has changed: topic={},"
                                    + " partition={}, offset={}",
                            topic,
                            record.partition(),
                            record.offset());
                }
            }
        }

        private void takeNewPartitions() {
            List<TopicPartition> added = new ArrayList<>(TopicReader.partitions(consumer, topic));
            added.removeAll(consumer.assignment());
            if (!added.isEmpty()) {
                List<TopicPartition> all = new ArrayList<>(consumer.assignment());
                all.addAll(added);
                consumer.assign(all);
                consumer.seekToBeginning(added);
            }
        }

        private void pauseAfter(RuntimeException e, BooleanSupplier goOn) {
            if (!goOn.getAsBoolean()) {
                return;
            }
            if (!failing) {
                LOG.warn("Changes cannot be read, entries live as long as their ages allow: topic={}", topic, e);
            }
            failing = true;
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
