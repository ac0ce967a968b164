package io.millrace.jobs.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerIT {
    private static final List<Topics.Plan> PLANS = List.of(
            new Topics.Plan("listings", 2, Map.of()),
            new Topics.Plan("house-prices.models", 1, Map.of("cleanup.policy", "compact")));

    private static final int PARTITIONS = 16;

    @TempDir
    Path directory;

    @Test
    void secondCommandFindsTheRunningBrokerAndTopicsSurviveARestart() throws Exception {
        Home home = new Home(directory);
        List<String> said = new ArrayList<>();
        try (Broker host = Broker.connectOrStart(home, 0, said::add);
                Broker guest = Broker.connectOrStart(home, 0, said::add)) {
            assertThat(host.hostedHere()).isTrue();
            assertThat(guest.hostedHere()).isFalse();
            assertThat(guest.bootstrap()).isEqualTo(host.bootstrap());
            assertThat(Topics.create(cluster(guest), PLANS)).containsExactly("listings", "house-prices.models");
        }
        assertThat(said).hasSize(2);
        assertThat(said.get(0)).startsWith("Started a broker at 127.0.0.1:");
        assertThat(said.get(1))
                .contains("hosted by process " + ProcessHandle.current().pid());
        assertThat(home.broker().resolve("broker.json")).doesNotExist();
        leaveNoteOfACrash(home);
        said.clear();
        try (Broker again = Broker.connectOrStart(home, 0, said::add)) {
            assertThat(said.get(0)).startsWith("The process that hosted the broker (4711, since ");
            assertThat(Topics.create(cluster(again), PLANS)).isEmpty();
        }
    }

    @Test
    void everyPartitionOfANewTopicCanBeWrittenAtOnce() throws Exception {
        try (Broker broker = Broker.connectOrStart(new Home(directory), 0, said -> {});
                Admin impatient = Admin.create(Map.of("bootstrap.servers", broker.bootstrap(), "retries", 0))) {
            for (int round = 0; round < 20; round++) {
                String topic = "new-" + round;
                Topics.create(cluster(broker), List.of(new Topics.Plan(topic, PARTITIONS, Map.of())));
                Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, PARTITIONS)
                        .mapToObj(partition -> new TopicPartition(topic, partition))
                        .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
                assertThat(impatient.listOffsets(ends).all().get()).hasSize(PARTITIONS);
            }
        }
    }

    private static void leaveNoteOfACrash(Home home) throws Exception {
        new BrokerNote(4711, 1, Instant.EPOCH).write(home.broker().resolve("broker.json"));
    }

    private static Cluster cluster(Broker broker) {
        return new Cluster(broker.bootstrap(), Map.of());
    }
}
