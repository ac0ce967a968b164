package io.millrace.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.embedded.Broker;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.registry.Decision;
import io.millrace.models.registry.LoggedDecision;
import io.millrace.operators.infer.AnnouncementFeed;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.Outbound;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnouncementTopicIT {
    private static final String TOPIC = "house-prices.models";
    private static final int SOON_SECONDS = 30;

    @TempDir
    Path directory;

    private final BlockingQueue<ModelAnnouncement> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> faults = new LinkedBlockingQueue<>();
    private final AnnouncementFeed.Listener listener = new AnnouncementFeed.Listener() {
        @Override
        public void announced(ModelAnnouncement announcement) {
            heard.add(announcement);
        }

        @Override
        public void broken(Throwable cause) {
            faults.add(cause);
        }
    };

    @Test
    void tellsWhatLiesThereThenWhatComesToEveryoneWhoFollows() throws Exception {
        try (Broker broker = Broker.connectOrStart(new Home(directory), 0, said -> {})) {
            Cluster cluster = new Cluster(broker.bootstrap(), Map.of());
            Topics.create(cluster, List.of(new Topics.Plan(TOPIC, 1, Map.of("cleanup.policy", "compact"))));
            write(cluster, "{\"model\":\"m\",\"version\":1,\"epoch\":1}", "nonsense");
            AnnouncementTopic feed = new AnnouncementTopic(cluster, TOPIC);
            try (AutoCloseable following = feed.follow(listener)) {
                assertThat(next()).isEqualTo(new ModelAnnouncement("m", 1, 1));
                write(cluster, "{\"model\":\"m\",\"version\":2,\"epoch\":2}");
                assertThat(next()).isEqualTo(new ModelAnnouncement("m", 2, 2));
                assertThat(following).isNotNull();
            }
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("millrace-models");
            try (AutoCloseable again = feed.follow(listener)) {
                assertThat(next()).isEqualTo(new ModelAnnouncement("m", 1, 1));
                assertThat(next()).isEqualTo(new ModelAnnouncement("m", 2, 2));
                assertThat(again).isNotNull();
            }
            assertThat(faults).isEmpty();
        }
    }

    @Test
    void tellsVersionsAndPassesOverDecisions() throws Exception {
        try (Broker broker = Broker.connectOrStart(new Home(directory), 0, said -> {})) {
            Cluster cluster = new Cluster(broker.bootstrap(), Map.of());
            Decision decision = Decision.of(Decision.Kind.PROMOTE, 2, "mia", "better");
            LoggedDecision logged = new LoggedDecision(1, Instant.EPOCH, decision, 3, "abc", "{\"number\":1}");
            ModelNews.tell(cluster, TOPIC, new ModelAnnouncement("m", 2, 3, 4, 0.05), List.of(logged));
            try (AutoCloseable following = new AnnouncementTopic(cluster, TOPIC).follow(listener)) {
                assertThat(next()).isEqualTo(new ModelAnnouncement("m", 2, 3, 4, 0.05));
                assertThat(following).isNotNull();
            }
            try (TopicReader reader = new TopicReader(cluster, TOPIC)) {
                assertThat(reader.last())
                        .extracting(record -> new String(record.value(), UTF_8))
                        .last()
                        .isEqualTo("{\"model\":\"m\",\"version\":2,\"epoch\":3,\"candidate\":4,\"share\":0.05}");
            }
            assertThat(ModelNews.isDecision(ModelNews.decision("m", logged).key()))
                    .isTrue();
            assertThat(ModelNews.isDecision("m".getBytes(UTF_8))).isFalse();
            assertThat(ModelNews.isDecision(null)).isFalse();
        }
    }

    @Test
    void saysThatItCannotGoOnWithoutItsTopic() throws Exception {
        try (Broker broker = Broker.connectOrStart(new Home(directory), 0, said -> {})) {
            Cluster cluster = new Cluster(broker.bootstrap(), Map.of());
            try (AutoCloseable following = new AnnouncementTopic(cluster, TOPIC).follow(listener)) {
                assertThat(faults.poll(SOON_SECONDS, TimeUnit.SECONDS))
                        .isInstanceOf(ClusterException.class)
                        .hasMessageStartingWith("no such topic: topic=" + TOPIC);
                assertThat(following).isNotNull();
            }
        }
    }

    private ModelAnnouncement next() throws InterruptedException {
        ModelAnnouncement announcement = heard.poll(SOON_SECONDS, TimeUnit.SECONDS);
        assertThat(announcement).as("announcement; faults: %s", faults).isNotNull();
        return announcement;
    }

    private static void write(Cluster cluster, String... values) {
        try (TopicWriter writer = new TopicWriter(cluster, TOPIC)) {
            for (String value : values) {
                writer.write(new Outbound("m".getBytes(UTF_8), value.getBytes(UTF_8), List.of()));
            }
            writer.flush();
        }
    }
}
