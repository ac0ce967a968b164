package io.millrace.jobs.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.FieldType;
import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Broker;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.TopicReader;
import io.millrace.jobs.kafka.TopicWriter;
import io.millrace.jobs.kafka.Topics;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.ColumnEncoding;
import io.millrace.models.feature.Encoding.Numeric;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.time.Ticker;
import io.millrace.operators.enrich.FeatureTable;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.RawEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running job whose predictions are the price in a table, which changes under it. Its cache would keep rows for hours. */
class ChangedRowIT {
    private static final int ROUNDS = 8;
    private static final int PARTITIONS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final String VIEW = """
            view: market
            owner: me
            description: prices
            key: place
            columns: { price: { type: float, meaning: a price, default: -1 } }
            max-age: 30d
            source: { jdbc: { url: "jdbc:h2:mem:changed_row;DB_CLOSE_DELAY=-1", timeout: 30s } }
            cache: { refresh-after: 20h, expire-after: 30h, changes: market.changes }
            """;
    private static final String PIPELINE = """
            pipeline: changed
            kafka: { partitions: 2 }
            events:
              topic: points
              id: id
              key: zone
              time: { field: at }
              fields:
                place: { type: category, input: false }
                x: { type: float }
            features: [ { view: market, key: place, use: [ price ] } ]
            model: { name: price, task: regression, target: y }
            runtime: { parallelism: 2, checkpoint-interval: 1s }
            """;

    @TempDir
    Path directory;

    /** The last price in a prediction, by the partition of its event. */
    private final Map<String, Double> served = new ConcurrentHashMap<>();

    private final AtomicBoolean open = new AtomicBoolean(true);
    private int events;

    @Test
    void theJobServesAChangedRowOnEverySubtask() throws Exception {
        Home home = new Home(directory.resolve("home"));
        Path file = writeFiles();
        publish(home);
        PipelineConfig pipeline = PipelineFile.read(file, Environment.of(Map.of()));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Broker broker = Broker.connectOrStart(home, 0, said -> {})) {
            Cluster cluster = new Cluster(broker.bootstrap(), Map.of());
            Topics.create(cluster, Topics.ofScoring(pipeline));
            List<Duration> delays;
            Future<Commands.Result> run;
            try (TopicWriter writer = new TopicWriter(cluster, "points");
                    TopicWriter changes = new TopicWriter(cluster, "market.changes")) {
                setPrice(pipeline, 1);
                sendEvents(writer);
                run = threads.submit(() -> Commands.run(home, "run", file.toString(), "--until-idle", "2s"));
                Future<?> watched = threads.submit(() -> watch(cluster));
                awaitPrice(1, writer);
                delays = changePrices(pipeline, writer, changes);
                open.set(false);
                watched.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            Commands.Result ended = run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(ended.exitCode()).as(ended.err()).isZero();
            Collections.sort(delays);
            assertThat(delays.get(ROUNDS / 2))
                    .as("from the change until its prediction is read, half of %s", delays)
                    .isLessThan(Duration.ofSeconds(1));
        } finally {
            open.set(false);
            threads.shutdownNow();
        }
    }

    private List<Duration> changePrices(PipelineConfig pipeline, TopicWriter writer, TopicWriter changes)
            throws Exception {
        List<Duration> delays = new ArrayList<>();
        for (int round = 2; round < 2 + ROUNDS; round++) {
            setPrice(pipeline, round);
            long changed = Ticker.system().nanos();
            changes.write(new Outbound("here".getBytes(UTF_8), new byte[] {1}, List.of()));
            awaitPrice(round, writer);
            delays.add(Duration.ofNanos(Ticker.system().nanos() - changed));
        }
        return delays;
    }

    private static void setPrice(PipelineConfig pipeline, double price) throws Exception {
        ViewConfig view = pipeline.features().get(0).view();
        try (FeatureTable table = FeatureTable.open(view, Environment.of(Map.of()))) {
            Instant now = Instant.ofEpochMilli(Ticker.system().epochMillis());
            table.upsert(view.columns(), Map.of("here", Values.ofNumbers(price)), now);
        }
    }

    private void awaitPrice(double price, TopicWriter writer) {
        long deadline = Ticker.system().nanos() + PATIENCE.toNanos();
        while (served.values().stream().filter(each -> each == price).count() < PARTITIONS) {
            if (Ticker.system().nanos() > deadline) {
                throw new AssertionError("price is not served: price=" + price + ", served=" + served);
            }
            sendEvents(writer);
            LockSupport.parkNanos(PACE_NANOS);
        }
    }

    /** Sends events of enough keys that every partition gets some. */
    private void sendEvents(TopicWriter writer) {
        for (int zone = 0; zone < 8; zone++) {
            String json = "{\"id\":\"e" + events++ + "\",\"zone\":\"z" + zone + "\",\"at\":"
                    + Ticker.system().epochMillis() + ",\"place\":\"here\",\"x\":1}";
            writer.write(new Outbound(("z" + zone).getBytes(UTF_8), json.getBytes(UTF_8), List.of()));
        }
        writer.flush();
    }

    private void watch(Cluster cluster) {
        try (TopicReader reader = new TopicReader(cluster, "changed.predictions")) {
            reader.follow(this::take, open::get);
        }
    }

    private void take(RawEvent record) {
        Map<String, String> prediction =
                JsonFields.read(Objects.requireNonNull(record.value())).orElseThrow();
        String partition = prediction.getOrDefault("prediction_id", "").split("-", 3)[1];
        served.put(partition, Double.parseDouble(prediction.getOrDefault("output.y", "NaN")));
    }

    private Path writeFiles() throws Exception {
        Path features = Files.createDirectories(directory.resolve("features"));
        Path pipelines = Files.createDirectories(directory.resolve("pipelines"));
        Files.writeString(features.resolve("market.yaml"), VIEW);
        return Files.writeString(pipelines.resolve("changed.yaml"), PIPELINE);
    }

    private static void publish(Home home) throws Exception {
        Schema schema = new Schema(
                List.of(new Column("x", FieldType.FLOAT, 1), new Column("market.price", FieldType.FLOAT, 1)));
        List<ColumnEncoding> columns = List.of(
                new ColumnEncoding("x", Numeric.raw(0, /* indicator= */ false)),
                new ColumnEncoding("market.price", Numeric.raw(0, /* indicator= */ false)));
        new LinearModel("price", "y", schema, columns).publish(home, new float[] {0, 1, 0}, Values.ofNumbers(3, 4));
    }
}
