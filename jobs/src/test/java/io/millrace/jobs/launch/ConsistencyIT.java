package io.millrace.jobs.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.FieldType;
import io.millrace.jobs.embedded.Broker;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.TopicWriter;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.ColumnEncoding;
import io.millrace.models.feature.Encoding.Numeric;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.FeatureHeaders;
import io.millrace.operators.record.FeatureUpdate;
import io.millrace.operators.record.Outbound;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is served is what the stream says, and if it is not, somebody hears of it. */
class ConsistencyIT {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long BEGIN = Ticker.system().epochMillis() / MINUTE * MINUTE
            - Duration.ofHours(6).toMillis();
    private static final int CARDS = 8;
    private static final int PER_MINUTE = 12;

    @TempDir
    Path directory;

    private int sent;

    @Test
    void servesWhatTheStreamSaysAndTellsWhenItDoesNot() throws Exception {
        Home home = new Home(directory.resolve("home"));
        String file = pipeline(home);
        try (Broker broker = Broker.connectOrStart(home, 0, said -> {})) {
            Cluster cluster = new Cluster(broker.bootstrap(), Map.of());
            run(home, file, "feature");
            payments(cluster, 0, 30);
            visits(cluster, 5, 15);
            Map<String, String> all = run(home, file, "score,feature,monitor");
            assertThat(all).containsEntry("monitor_restarts", "0").containsEntry("restarts", "0");
            assertThat(Long.parseLong(all.get("monitor_events_read"))).isPositive();
            assertNothingIsWrong(quality(home, file));
            assertThat(tail(home, file, "alerts")).isEmpty();

            // From here on the values stay as they are, and one card's are replaced behind the job's back.
            payments(cluster, 40, 41);
            run(home, file, "feature");
            replace(cluster, "c1", BEGIN + 41 * MINUTE);
            visits(cluster, 42, 47);
            tick(cluster, 50);
            run(home, file, "score,feature,monitor");
            assertOnlyTheReplacedValuesAreWrong(quality(home, file));
            assertAlerts(tail(home, file, "alerts"), "left");

            payments(cluster, 51, 52);
            run(home, file, "feature");
            visits(cluster, 53, 58);
            tick(cluster, 60);
            run(home, file, "score,feature,monitor");
            List<Map<String, String>> alerts = tail(home, file, "alerts");
            assertThat(alerts).hasSize(8);
            assertAlerts(
                    alerts.stream()
                            .filter(alert -> "back".equals(alert.get("state")))
                            .toList(),
                    "back");
        }
    }

    private static void assertNothingIsWrong(Map<String, Map<String, String>> minutes) {
        assertThat(minutes).hasSize(2 * 10);
        minutes.forEach((minute, tally) -> assertThat(tally)
                .as(minute)
                .containsEntry("kind", "feature-consistency")
                .containsEntry("rows", Integer.toString(PER_MINUTE))
                .containsEntry("mismatch", "0")
                .containsEntry("missing", "0")
                .containsEntry("extra", "0")
                .containsEntry("behind", "0")
                .containsEntry("unchecked", "0")
                .containsEntry("smape", "0.0"));
    }

    private static void assertOnlyTheReplacedValuesAreWrong(Map<String, Map<String, String>> minutes) {
        assertThat(minutes).hasSize(2 * 15);
        minutes.forEach((minute, tally) -> assertThat(tally)
                .as(minute)
                .containsEntry("rows", Integer.toString(PER_MINUTE))
                .containsEntry("mismatch", String.valueOf(tally.get("minute")).compareTo(minute(42)) < 0 ? "0" : "2")
                .containsEntry("missing", "0")
                .containsEntry("extra", "0"));
    }

    private static String minute(int minute) {
        return Instant.ofEpochMilli(BEGIN + minute * MINUTE).toString();
    }

    private static void assertAlerts(List<Map<String, String>> alerts, String state) {
        assertThat(alerts)
                .extracting(alert -> alert.get("feature") + " " + alert.get("measure") + " " + alert.get("state"))
                .containsExactlyInAnyOrder(
                        "spending.amount_10m wrong " + state,
                        "spending.amount_10m smape " + state,
                        "spending.payments_10m wrong " + state,
                        "spending.payments_10m smape " + state);
        assertThat(alerts).allSatisfy(alert -> {
            assertThat(Double.parseDouble(alert.get("value")) > 0.01).isEqualTo(state.equals("left"));
            assertThat(alert).containsEntry("kind", "feature-consistency").containsEntry("since", minute(42));
        });
    }

    /** The last record of each feature and minute. */
    private static Map<String, Map<String, String>> quality(Home home, String file) {
        Map<String, Map<String, String>> minutes = new LinkedHashMap<>();
        tail(home, file, "quality")
                .forEach(tally -> minutes.put(tally.get("feature") + "@" + tally.get("minute"), tally));
        return minutes;
    }

    private static List<Map<String, String>> tail(Home home, String file, String topic) {
        Commands.Result tail = Commands.run(home, "tail", file, topic, "--until-end", "--json");
        assertThat(tail.exitCode()).as(tail.err()).isZero();
        return tail.out().stream()
                .map(line -> JsonFields.read(line.getBytes(UTF_8)).orElseThrow())
                .toList();
    }

    private static Map<String, String> run(Home home, String file, String jobs) {
        Commands.Result run = Commands.run(home, "run", file, "--jobs", jobs, "--until-idle", "3s", "--json");
        assertThat(run.exitCode()).as("%s%n%s", run.out(), run.err()).isZero();
        return run.json();
    }

    /** Payments of every card in every one of these minutes, at random. */
    private void payments(Cluster cluster, int from, int to) {
        Random random = new Random(from);
        try (TopicWriter writer = new TopicWriter(cluster, "payments")) {
            for (int minute = from; minute < to; minute++) {
                for (int card = 0; card < CARDS; card++) {
                    long at = BEGIN + minute * MINUTE + random.nextInt((int) MINUTE / CARDS) + card * MINUTE / CARDS;
                    writer.write(payment("c" + card, at, 1 + random.nextInt(10_000) / 100.0));
                }
            }
            writer.flush();
        }
        tick(cluster, to + 1);
    }

    /** A payment that nobody asks for, in every partition, so that time goes on. */
    private void tick(Cluster cluster, int minute) {
        try (TopicWriter writer = new TopicWriter(cluster, "payments")) {
            for (int i = 0; i < 20; i++) {
                writer.write(payment("tick" + i, BEGIN + minute * MINUTE, 1));
            }
            writer.flush();
        }
    }

    private Outbound payment(String card, long at, double amount) {
        return new Outbound(
                card.getBytes(UTF_8),
                "{\"id\":\"p%d\",\"card\":\"%s\",\"at\":%d,\"amount\":%s}"
                        .formatted(sent++, card, at, amount)
                        .getBytes(UTF_8),
                List.of());
    }

    /** Visits of every card in these minutes. */
    private void visits(Cluster cluster, int from, int to) {
        try (TopicWriter writer = new TopicWriter(cluster, "visits")) {
            for (int minute = from; minute < to; minute++) {
                for (int i = 0; i < PER_MINUTE; i++) {
                    String card = "c" + i % CARDS;
                    long at = BEGIN + minute * MINUTE + i * MINUTE / PER_MINUTE;
                    writer.write(new Outbound(
                            card.getBytes(UTF_8),
                            "{\"id\":\"v%d\",\"card\":\"%s\",\"at\":%d,\"x\":1}"
                                    .formatted(sent++, card, at)
                                    .getBytes(UTF_8),
                            List.of()));
                }
            }
            writer.flush();
        }
    }

    /** Other values than the job has computed, of the same time. */
    private static void replace(Cluster cluster, String card, long timeMillis) {
        try (TopicWriter writer = new TopicWriter(cluster, "features.spending")) {
            writer.write(new Outbound(
                    card.getBytes(UTF_8),
                    "{\"amount_10m\":77777.25,\"payments_10m\":99}".getBytes(UTF_8),
                    FeatureHeaders.of("spending", 1, new FeatureUpdate(card, timeMillis, null))));
            writer.flush();
        }
    }

    private static String pipeline(Home home) throws Exception {
        Path file = home.root().resolve("pipelines/visits.yaml");
        Path view = home.root().resolve("features/spending.yaml");
        Files.createDirectories(file.getParent());
        Files.createDirectories(view.getParent());
        Files.writeString(view, """
                view: spending
                owner: tests
                description: what a card has paid lately
                key: card
                columns:
                  amount_10m:
                    type: float
                    meaning: sum of ten minutes
                    default: 0
                    aggregate: { function: sum, of: amount, over: 10m }
                  payments_10m:
                    type: int
                    meaning: payments of ten minutes
                    default: 0
                    aggregate: { function: count, over: 10m }
                max-age: 1h
                source:
                  stream:
                    every: 1m
                    allowed-lateness: 5m
                    events:
                      topic: payments
                      id: id
                      key: card
                      time: { field: at, max-lateness: 1s, idle-after: 1s }
                      fields:
                        amount: { type: float }
                """);
        Files.writeString(file, """
                pipeline: visits
                events:
                  topic: visits
                  id: id
                  key: card
                  time: { field: at, max-lateness: 1s, idle-after: 1s }
                  fields:
                    x: { type: float }
                features:
                  - { view: spending, key: card, use: [amount_10m, payments_10m] }
                model: { name: line, task: regression, target: y }
                monitoring:
                  consistency: { sample: 1, rows: 10 }
                runtime: { checkpoint-interval: 300ms }
                """);
        ColumnEncoding x = new ColumnEncoding("x", Numeric.raw(0, /* indicator= */ false));
        new LinearModel("line", "y", new Schema(List.of(new Column("x", FieldType.FLOAT, 1))), List.of(x))
                .publish(home, new float[] {2, 1}, Values.ofNumbers(3));
        return file.toString();
    }
}
