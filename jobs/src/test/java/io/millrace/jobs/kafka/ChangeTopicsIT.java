package io.millrace.jobs.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.embedded.Broker;
import io.millrace.jobs.embedded.Home;
import io.millrace.operators.enrich.ChangeFeed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeTopicsIT {
    private static final String TOPIC = "market.changes";
    private static final List<Topics.Plan> PLANS =
            List.of(new Topics.Plan(TOPIC, 2, Map.of("cleanup.policy", "compact")));
    private static final int SOON_SECONDS = 60;

    @TempDir
    Path directory;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final ChangeFeed.Listener listener = new ChangeFeed.Listener() {
        @Override
        public void changed(String key, long epochMillis) {
            heard.add(key);
        }

        @Override
        public void missed() {
            heard.add("everything");
        }
    };

    private static Cluster cluster(Broker broker) {
        return new Cluster(broker.bootstrap(), Map.of());
    }

    @Test
    void tellsEveryKeyThatIsWrittenFromThenOnWhateverTheValue() throws Exception {
        try (Broker broker = Broker.connectOrStart(new Home(directory), 0, said -> {})) {
            Topics.create(cluster(broker), List.of(new Topics.Plan(TOPIC, 2, Map.of())));
            write(broker, "before", "1");
            try (ChangeFeed.Following following = new ChangeTopics(cluster(broker)).follow(TOPIC, listener)) {
                write(broker, "98103", "1");
                assertThat(next()).isEqualTo("98103");
                write(broker, "naïve 日本語", null);
                assertThat(next()).isEqualTo("naïve 日本語");
                write(broker, null, "no key");
                write(broker, "98103", "not json");
                assertThat(next()).isEqualTo("98103");
                assertThat(following).isNotNull();
            }
            assertThat(heard).isEmpty();
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("millrace-changes-" + TOPIC);
        }
    }

    @Test
    void goesOnFromWhereItWasWhenTheBrokerIsBack() throws Exception {
        Home home = new Home(directory);
        Broker broker = Broker.connectOrStart(home, 0, said -> {});
        int port =
                Integer.parseInt(broker.bootstrap().substring(broker.bootstrap().indexOf(':') + 1));
        try {
            Topics.create(cluster(broker), PLANS);
            try (ChangeFeed.Following following = new ChangeTopics(cluster(broker)).follow(TOPIC, listener)) {
                write(broker, "a", "1");
                assertThat(next()).isEqualTo("a");
                for (String key : List.of("b", "c")) {
                    broker.close();
                    broker = Broker.connectOrStart(home, port, said -> {});
                    write(broker, key, "1");
                    assertThat(next()).isEqualTo(key);
                }
                assertThat(following).isNotNull();
            }
            assertThat(heard).isEmpty();
        } finally {
            broker.close();
        }
    }

    @Test
    void saysThatAnythingMayHaveChangedWhenItsPlaceIsGone() throws Exception {
        try (Broker broker = Broker.connectOrStart(new Home(directory), 0, said -> {})) {
            Cluster cluster = cluster(broker);
            Topics.create(cluster, PLANS);
            for (int i = 0; i < 20; i++) {
                write(broker, "key " + i, "1");
            }
            try (ChangeFeed.Following following = new ChangeTopics(cluster).follow(TOPIC, listener)) {
                Topics.delete(cluster, List.of(TOPIC));
                Topics.create(cluster, PLANS);
                assertThat(next()).isEqualTo("everything");
                write(broker, "98103", "1");
                String last = next();
                while (last.equals("everything")) {
                    last = next();
                }
                assertThat(last).isEqualTo("98103");
                assertThat(following).isNotNull();
            }
        }
    }

    @Test
    void refusesATopicThatDoesNotExist() throws Exception {
        try (Broker broker = Broker.connectOrStart(new Home(directory), 0, said -> {})) {
            assertThatThrownBy(() -> new ChangeTopics(cluster(broker)).follow(TOPIC, listener))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageStartingWith("no such topic: topic=" + TOPIC);
        }
    }

    private String next() throws InterruptedException {
        String key = heard.poll(SOON_SECONDS, TimeUnit.SECONDS);
        if (key == null) {
            throw new AssertionError("nothing was heard");
        }
        return key;
    }

    private static void write(Broker broker, @Nullable String key, @Nullable String value) throws Exception {
        Properties client = cluster(broker).client();
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, key, value)).get(SOON_SECONDS, TimeUnit.SECONDS);
        }
    }
}
