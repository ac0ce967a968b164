package io.millrace.jobs.score;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Broker;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.ChangeTopics;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.TopicWriter;
import io.millrace.jobs.kafka.Topics;
import io.millrace.models.feature.Values;
import io.millrace.models.time.Ticker;
import io.millrace.operators.enrich.Enricher;
import io.millrace.operators.enrich.InMemoryFeatureStore;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Rejection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How soon a changed row is served once its change is written: by two subtasks that share a cache, and by a third with a
 * cache of its own. The caches would keep their entries for hours.
 */
class ChangedFeaturesIT {
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final int ROUNDS = 25;
    private static final String VIEW = """
            view: %s
            owner: me
            description: prices
            key: zip
            columns: { price: { type: float, meaning: a price, default: -1 } }
            max-age: 30d
            source: { jdbc: { url: "jdbc:h2:mem:never" } }
            cache: { refresh-after: 20h, expire-after: 30h, unknown-for: 10h, changes: prices.changes }
            """;
    private static final String PIPELINE = """
            pipeline: changed
            events:
              topic: listings
              id: id
              key: zip
              time: { field: at }
              fields: { size: { type: float } }
            features: [ { view: %s, key: zip, use: [ price ] } ]
            model: { name: m, task: regression, target: price }
            """;

    @TempDir
    Path directory;

    private PipelineConfig pipeline(String view) throws Exception {
        Path features = Files.createDirectories(directory.resolve("features"));
        Path pipelines = Files.createDirectories(directory.resolve("pipelines"));
        Files.writeString(features.resolve(view + ".yaml"), VIEW.formatted(view));
        Path file = pipelines.resolve(view + ".yaml");
        Files.writeString(file, PIPELINE.formatted(view));
        return PipelineFile.read(file, Environment.of(Map.of()));
    }

    @Test
    void servesAChangedRowWithinASecondOnEverySubtask() throws Exception {
        PipelineConfig one = pipeline("changed_one");
        PipelineConfig other = pipeline("changed_other");
        List<InMemoryFeatureStore> stores =
                List.of(InMemoryFeatureStore.named("changed_one"), InMemoryFeatureStore.named("changed_other"));
        try (Broker broker = Broker.connectOrStart(new Home(directory), 0, said -> {})) {
            Cluster cluster = new Cluster(broker.bootstrap(), Map.of());
            assertThat(Topics.create(cluster, Topics.ofScoring(one))).contains("prices.changes");
            try (TopicWriter changes = new TopicWriter(cluster, "prices.changes");
                    Subtask first = new Subtask(one, cluster);
                    Subtask second = new Subtask(one, cluster);
                    Subtask third = new Subtask(other, cluster)) {
                List<Subtask> subtasks = List.of(first, second, third);
                List<Duration> delays = new ArrayList<>();
                for (int round = 0; round <= ROUNDS; round++) {
                    double price = round;
                    stores.forEach(store -> store.put(
                            "98103", Values.ofNumbers(price), Ticker.system().epochMillis()));
                    long changed = Ticker.system().nanos();
                    changes.write(new Outbound("98103".getBytes(UTF_8), new byte[] {1}, List.of()));
                    for (Subtask subtask : subtasks) {
                        subtask.awaitPrice(
                                price, changed + BOUND.multipliedBy(30).toNanos());
                    }
                    delays.add(Duration.ofNanos(Ticker.system().nanos() - changed));
                }
                assertThat(delays.subList(1, delays.size()))
                        .allSatisfy(delay -> assertThat(delay).isLessThan(BOUND));
            }
        }
    }

    /** A subtask of the enrich stage, with the mailbox in the test's hands. */
    private static final class Subtask implements Enricher.Output, AutoCloseable {
        private final BlockingQueue<Runnable> mails = new LinkedBlockingQueue<>();
        private final Enricher enricher;
        private @Nullable EnrichedEvent enriched;
        private long offset;

        Subtask(PipelineConfig pipeline, Cluster cluster) throws Exception {
            enricher = Enricher.open(pipeline, InMemoryFeatureStore.source(), new ChangeTopics(cluster), this);
        }

        void awaitPrice(double price, long deadlineNanos) throws InterruptedException {
            double served = served();
            while (served != price) {
                if (Ticker.system().nanos() > deadlineNanos) {
                    throw new AssertionError("changed row is not served: price=" + price + ", served=" + served);
                }
                Thread.onSpinWait();
                served = served();
            }
        }

        private double served() throws InterruptedException {
            enriched = null;
            RawEvent raw = new RawEvent(new Position("listings", 0, offset), 1, null, new byte[] {1}, List.of());
            StreamRecord<Event> record =
                    new StreamRecord<>(new Event(raw, "id " + offset++, "98103", 1, Values.ofNumbers(1)), 1);
            if (!enricher.pass(record)) {
                enricher.hold(record);
            }
            while (!enricher.isEmpty()) {
                Objects.requireNonNull(mails.poll(30, TimeUnit.SECONDS), "no mail")
                        .run();
            }
            return Objects.requireNonNull(enriched).features().values().number(0);
        }

        @Override
        public void enriched(StreamRecord<EnrichedEvent> record) {
            enriched = record.getValue();
        }

        @Override
        public void rejected(StreamRecord<Rejection> record) {
            throw new AssertionError(
                    "event is refused: detail=" + record.getValue().detail());
        }

        @Override
        public void barrier(StreamElement barrier) {}

        @Override
        public void wakeAt(long epochMillis) {}

        @Override
        public void post(Runnable action) {
            mails.add(action);
        }

        @Override
        public void fail(Throwable cause) {
            mails.add(() -> {
                throw new AssertionError("enricher failed", cause);
            });
        }

        @Override
        public void close() {
            enricher.close();
        }
    }
}
