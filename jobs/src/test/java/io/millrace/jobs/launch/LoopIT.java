package io.millrace.jobs.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.config.FieldType;
import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Broker;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.TopicWriter;
import io.millrace.jobs.kafka.Topics;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.ColumnEncoding;
import io.millrace.models.feature.Encoding.Numeric;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.registry.Aliases;
import io.millrace.models.registry.Decision;
import io.millrace.models.registry.LoggedDecision;
import io.millrace.models.registry.ModelRegistry;
import io.millrace.operators.record.Outbound;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is learned from labels serves, while events go on coming and nothing is restarted. */
class LoopIT {
    private static final int AS_BEFORE = 100;
    private static final int CHUNK = 20;
    private static final int LABELS_LATER = 2;
    private static final int CHUNKS_AFTER = 60;
    private static final int LAST = 200;
    private static final long BEGIN = 1_700_000_000_000L;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private final List<Double> inputs = new ArrayList<>();
    private final Random random = new Random(5);
    private int chunks;

    @Test
    void aBetterVersionServesWithoutARestart() throws Exception {
        Home home = new Home(directory.resolve("home"));
        String file = pipeline(home);
        try (Broker broker = Broker.connectOrStart(home, 0, said -> {})) {
            Cluster cluster = new Cluster(broker.bootstrap(), Map.of());
            PipelineConfig pipeline = PipelineFile.read(Path.of(file), Environment.of(Map.of()));
            Topics.create(cluster, Topics.ofScoring(pipeline));
            Topics.create(cluster, Topics.ofLearning(pipeline));
            Topics.create(cluster, List.of(new Topics.Plan(pipeline.topics().drift(), 1, Map.of())));
            CompletableFuture<Commands.Result> run = CompletableFuture.supplyAsync(
                    () -> Commands.run(home, "run", file, "--until-idle", "4s", "--json"));
            try (TopicWriter events = new TopicWriter(cluster, "points");
                    TopicWriter labels = new TopicWriter(cluster, "truths")) {
                paced(() -> write(events, labels) && champion(home) > 1);
                int promoted = chunks;
                paced(() -> write(events, labels) && chunks >= promoted + CHUNKS_AFTER / 2);
                drift(cluster, pipeline.topics().drift());
                paced(() -> write(events, labels) && chunks >= promoted + CHUNKS_AFTER);
            }
            Commands.Result ran = run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(ran.exitCode()).as(ran.err()).isZero();
            assertThat(ran.json()).containsEntry("restarts", "0").containsEntry("learn_restarts", "0");
            check(home, file);
        }
    }

    /**
     * Somebody says that something has drifted, and something that cannot be read. A while after a better version has begun
     * to serve, nothing else asks for a training, and the cool-down of the last one is over.
     */
    private static void drift(Cluster cluster, String topic) {
        String found = "{\"model\":\"line\",\"feature\":\"x\",\"statistic\":\"psi\",\"value\":0.41,\"state\":\"left\"}";
        try (TopicWriter drift = new TopicWriter(cluster, topic)) {
            for (String value : List.of("drift!", found.replace("line", "curve"), found)) {
                drift.write(new Outbound(null, value.getBytes(UTF_8), List.of()));
            }
            drift.flush();
        }
    }

    /** Either reason has asked for a training, and everybody can see it. */
    private static void checkRetrains(Home home, String file, List<Decision> decisions) {
        assertThat(decisions)
                .filteredOn(each -> each.kind() == Decision.Kind.RETRAIN)
                .anySatisfy(drift -> {
                    assertThat(drift.why()).isEqualTo("drift of x by psi");
                    assertThat(drift.evidence()).isEqualTo(Map.of("value", 0.41));
                })
                .anySatisfy(quality -> {
                    assertThat(quality.why()).isEqualTo("r2 is below its floor");
                    assertThat(quality.evidence())
                            .containsOnlyKeys("labels", "r2", "lower", "upper", "floor")
                            .hasEntrySatisfying(
                                    "upper", upper -> assertThat(upper).isLessThan(0.5));
                });
        Commands.Result news = Commands.run(home, "tail", file, "models", "--until-end", "--json");
        assertThat(news.out()).anySatisfy(line -> assertThat(line).contains("drift of x by psi", "retrain"));
        assertThat(Commands.run(home, "models", "show", "line").out())
                .anySatisfy(line -> assertThat(line).contains("r2 is below its floor"));
    }

    private void check(Home home, String file) throws Exception {
        Map<Integer, Map<String, String>> predictions = predictions(home, file);
        assertThat(predictions).hasSize(inputs.size());
        assertThat(predictions.get(0)).containsEntry("version", "1");
        double served = 0;
        double frozen = 0;
        for (int i = inputs.size() - LAST; i < inputs.size(); i++) {
            Map<String, String> prediction = predictions.getOrDefault(i, Map.of());
            assertThat(Integer.parseInt(prediction.getOrDefault("version", "0")))
                    .as("event %d", i)
                    .isGreaterThan(1);
            served += Math.abs(Double.parseDouble(prediction.getOrDefault("output.y", "NaN")) - truth(i)) / LAST;
            frozen += Math.abs(2 * inputs.get(i) + 1 - truth(i)) / LAST;
        }
        assertThat(served)
                .as("mean error; that of the first version is %s", frozen)
                .isLessThan(0.5 * frozen);
        assertThat(json(home, "audit", file, "--json"))
                .containsEntry("missing", "0")
                .containsEntry("duplicates", "0")
                .containsEntry("unknown", "0");
        List<Decision> decisions = new ModelRegistry(home.registry())
                .history("line").decisions().stream()
                        .map(LoggedDecision::decision)
                        .toList();
        assertThat(decisions)
                .filteredOn(each -> each.kind() == Decision.Kind.PROMOTE && each.version() > 1)
                .allSatisfy(each -> assertThat(each.evidence()).containsKeys("labels", "candidate_loss", "requests"))
                .isNotEmpty();
        checkRetrains(home, file, decisions);
    }

    private static void paced(Callable<Boolean> until) {
        await().pollInterval(Duration.ofMillis(50))
                .pollDelay(Duration.ZERO)
                .atMost(PATIENCE)
                .until(until);
    }

    private static int champion(Home home) throws Exception {
        Integer champion = new ModelRegistry(home.registry()).aliases("line").version(Aliases.CHAMPION);
        return champion == null ? 0 : champion;
    }

    /** Writes some events, and the labels of earlier ones. */
    private boolean write(TopicWriter events, TopicWriter labels) {
        for (int i = chunks * CHUNK; i < (chunks + 1) * CHUNK; i++) {
            double x = 2 * random.nextDouble() - 1;
            inputs.add(x);
            events.write(record(i, "\"zone\":\"z" + i % 7 + "\",\"x\":" + x));
        }
        events.flush();
        int first = (chunks - LABELS_LATER) * CHUNK;
        for (int i = Math.max(0, first); i < first + CHUNK; i++) {
            labels.write(record(i, "\"y\":" + truth(i)));
        }
        labels.flush();
        chunks++;
        return true;
    }

    private double truth(int i) {
        double x = inputs.get(i);
        return i < AS_BEFORE ? 2 * x + 1 : 4 - 3 * x;
    }

    private static Outbound record(int i, String more) {
        String json = "{\"id\":\"e%d\",\"at\":%d,%s}".formatted(i, BEGIN + i * 1000L, more);
        return new Outbound(("k" + i).getBytes(UTF_8), json.getBytes(UTF_8), List.of());
    }

    /** The predictions, by the number of their event. */
    private static Map<Integer, Map<String, String>> predictions(Home home, String file) {
        Map<Integer, Map<String, String>> predictions = new TreeMap<>();
        Commands.Result tail = Commands.run(home, "tail", file, "predictions", "--until-end", "--json");
        assertThat(tail.exitCode()).as(tail.err()).isZero();
        for (String line : tail.out()) {
            Map<String, String> each = JsonFields.read(line.getBytes(UTF_8)).orElseThrow();
            predictions.put(Integer.valueOf(each.getOrDefault("event_id", "").substring(1)), each);
        }
        return predictions;
    }

    private static Map<String, String> json(Home home, String... command) {
        Commands.Result result = Commands.run(home, command);
        assertThat(result.exitCode()).as("%s%n%s", result.out(), result.err()).isZero();
        return result.json();
    }

    private static String pipeline(Home home) throws Exception {
        Files.createDirectories(home.root());
        Path file = Files.writeString(home.root().resolve("loop.yaml"), """
                pipeline: loop
                events:
                  topic: points
                  id: id
                  key: zone
                  time: { field: at, max-lateness: 1s, idle-after: 1s }
                  fields:
                    zone: { type: category, input: false }
                    x: { type: float }
                model: { name: line, task: regression, target: y }
                labels:
                  topic: truths
                  match: { event: id }
                  time: { field: at, max-lateness: 1s, idle-after: 1s }
                  value: y
                learning:
                  online: { learner: linear }
                  publish-every: { labels: 200, time: 1s }
                promotion:
                  min-labels: 50
                  steps: []
                  service: { min-requests: 50, max-slowdown: 1000, max-latency: 10m }
                retrain: { quality-below: 0.5, min-labels: 50, more-labels: 1000, cool-down: 500ms, per-day: 1000 }
                runtime: { checkpoint-interval: 300ms }
                """);
        ColumnEncoding x = new ColumnEncoding("x", Numeric.raw(0, /* indicator= */ false));
        new LinearModel("line", "y", new Schema(List.of(new Column("x", FieldType.FLOAT, 1))), List.of(x))
                .publish(home, new float[] {2, 1}, Values.ofNumbers(3));
        return file.toString();
    }
}
