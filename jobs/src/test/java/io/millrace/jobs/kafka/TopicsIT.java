package io.millrace.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.embedded.Broker;
import io.millrace.jobs.embedded.Home;
import io.millrace.operators.record.Outbound;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicsIT {
    private static final int TOPICS = 15;
    private static final int PARTITIONS = 12;
    private static final int RECORDS = 1_000;

    @TempDir
    Path directory;

    @Test
    void everyTopicTakesRecordsAsSoonAsItIsCreated() throws Exception {
        try (Broker broker = Broker.connectOrStart(new Home(directory), 0, said -> {})) {
            Cluster cluster = new Cluster(broker.bootstrap(), Map.of());
            for (int i = 0; i < TOPICS; i++) {
                String topic = "new-" + i;
                assertThat(Topics.create(cluster, List.of(new Topics.Plan(topic, PARTITIONS, Map.of()))))
                        .containsExactly(topic);
                write(cluster, topic);
                AtomicInteger read = new AtomicInteger();
                try (TopicReader reader = new TopicReader(cluster, topic)) {
                    reader.readToEnd(record -> read.incrementAndGet());
                }
                assertThat(read).as(topic).hasValue(RECORDS);
            }
        }
    }

    private static void write(Cluster cluster, String topic) {
        try (TopicWriter writer = new TopicWriter(cluster, topic)) {
            byte[] value = new byte[200];
            IntStream.range(0, RECORDS)
                    .forEach(i -> writer.write(new Outbound(("k" + i).getBytes(UTF_8), value, List.of())));
            writer.flush();
        }
    }
}
