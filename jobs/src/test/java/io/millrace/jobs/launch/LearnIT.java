package io.millrace.jobs.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

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
import io.millrace.operators.record.Outbound;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From events and labels to feedback, through a real broker and real jobs. */
class LearnIT {
    private static final int ROWS = 300;
    private static final int IDS = 250;
    private static final int UNLABELED = 20;
    private static final int CORRECTED = 30;
    private static final int RETRACTED = 40;
    private static final int STORM = 10;
    private static final long BEGIN = 1_700_000_000_000L;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    private static final LinearModel LINE = line("line", "x");

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Home home;

    private String file = "";

    private static LinearModel line(String name, String column) {
        ColumnEncoding encoding = new ColumnEncoding(column, Numeric.raw(0, /* indicator= */ false));
        return new LinearModel(
                name, "y", new Schema(List.of(new Column(column, FieldType.FLOAT, 1))), List.of(encoding));
    }

    @BeforeEach
    void publishAModel() throws Exception {
        home = new Home(directory.resolve("home"));
        Files.createDirectories(home.root());
        file = Files.writeString(home.root().resolve("labelled.yaml"), """
                pipeline: labelled
                events:
                  topic: points
                  id: id
                  key: zone
                  time: { field: at, max-lateness: 1s, idle-after: 4s }
                  fields:
                    zone: { type: category, input: false }
                    x: { type: float }
                model: { name: line, task: regression, target: y }
                labels:
                  topic: truths
                  match: { event: id }
                  time: { field: at, max-lateness: 1s, idle-after: 4s }
                  value: y
                  id: label
                  revision: revision
                  retracted: withdrawn
                  wait: 12h
                  early: 1h
                monitoring: { slices: [zone] }
                runtime: { checkpoint-interval: 300ms }
                """).toString();
        LINE.publish(home, new float[] {2, 1}, Values.ofNumbers(3));
    }

    @Test
    void everyLabelFindsItsRowOnce() throws Exception {
        try (Broker broker = Broker.connectOrStart(home, 0, said -> {})) {
            Cluster cluster = new Cluster(broker.bootstrap(), Map.of());
            PipelineConfig pipeline = PipelineFile.read(Path.of(file), Environment.of(Map.of()));
            Topics.create(cluster, Topics.ofScoring(pipeline));
            Topics.create(cluster, Topics.ofLearning(pipeline));
            writeEvents(cluster);
            writeLabels(cluster);
            runUntilIdle();
            writeSecondThoughts(cluster);
            letTimePass(cluster);
            runUntilIdle();

            Map<String, List<Map<String, String>>> feedback = feedback();
            for (int i = 0; i < ROWS; i++) {
                check(i, feedback.getOrDefault(id(i) + "@" + i, List.of()));
            }
            checkQuality();
            checkBacktest();
            assertThat(deadLetters()).containsExactlyInAnyOrder("LABEL_ORPHAN", "LABEL_ORPHAN", "MISSING_FIELD");
            assertThat(json("audit", file, "--json"))
                    .containsEntry("missing", "0")
                    .containsEntry("duplicates", "0")
                    .containsEntry("unknown", "0");
        }
    }

    private static void check(int i, List<Map<String, String>> of) {
        List<String> kinds = of.stream().map(each -> each.get("kind")).toList();
        if (i < UNLABELED) {
            assertThat(kinds).as("row %d", i).containsExactly("ABSENT");
        } else if (i < CORRECTED) {
            assertThat(kinds).as("row %d", i).containsExactly("TRUTH", "CORRECTION");
            assertThat(of.get(1)).containsEntry("replaced", y(i)).containsEntry("label", "7.5");
        } else if (i < RETRACTED) {
            assertThat(kinds).as("row %d", i).containsExactly("TRUTH", "RETRACTION", "ABSENT");
        } else {
            assertThat(kinds).as("row %d", i).containsExactly("TRUTH");
            assertThat(of.get(0))
                    .containsEntry("label", y(i))
                    .containsEntry("output", "[" + (2.0 * i + 1) + "]")
                    .containsEntry("inputs.x", Double.toString(i))
                    .containsEntry("model.version", "1")
                    .containsEntry("model.variant", "champion");
        }
    }

    private void checkQuality() throws Exception {
        double error = 0;
        int labels = 0;
        for (int i = UNLABELED; i < ROWS; i++) {
            if (i < CORRECTED || i >= RETRACTED) {
                labels++;
                error += Math.abs(2 * i + 1 - (i < CORRECTED ? 7.5 : 3 * i));
            }
        }
        Path page = directory.resolve("quality.html");
        Commands.Result quality =
                Commands.run(home, "quality", file, "--slice", "all", "--json", "--html", page.toString());
        assertThat(quality.exitCode()).as(quality.err()).isZero();
        assertThat(quality.out().get(quality.out().size() - 1))
                .startsWith("{\"pipeline\":\"labelled\",\"metric\":\"mae\",\"figures\":[{\"version\":1,"
                        + "\"variant\":\"champion\",\"slice\":\"all\",")
                .contains("\"scored\":" + (ROWS + 20) + ",\"labels\":" + labels + ",\"absent\":30,")
                .contains("\"lifetime\":{\"mae\":" + error / labels + ",");
        assertThat(quality.out().get(0)).contains("version", "maturity", "mae window");
        assertThat(Files.readString(page)).contains("<polyline", "version 1 champion");
        assertThat(json("quality", file, "--slice", "zone=z1", "--json")).containsKey("figures");
    }

    private void checkBacktest() throws Exception {
        double labels = ROWS - UNLABELED - (RETRACTED - CORRECTED);
        Map<String, String> itself = json("backtest", file, "--model", "champion", "--json");
        assertThat(itself)
                .containsEntry("predictions", Integer.toString(ROWS + 20))
                .containsEntry("labels", Integer.toString((int) labels))
                .containsEntry("labels_without_row", "0")
                .containsEntry("reproduced_rows", Integer.toString((int) labels));
        assertThat(number(itself, "largest_difference")).isLessThan(1e-5);
        Map<String, String> live = JsonFields.read(quality().getBytes(UTF_8)).orElseThrow();
        for (String metric : List.of("mae", "rmse", "mape", "r2")) {
            double served = number(itself, "sides.served." + metric);
            assertThat(served).as(metric).isCloseTo(number(live, "lifetime." + metric), withinPercentage(1e-7));
            assertThat(number(itself, "sides.line@1." + metric)).as(metric).isCloseTo(served, withinPercentage(1e-3));
        }

        LINE.publish(home, new float[] {3, 0}, Values.ofNumbers(3));
        Map<String, String> better = json("backtest", file, "--model", "2", "--against", "1", "--json");
        double error = 0;
        for (int i = UNLABELED; i < CORRECTED; i++) {
            error += 3 * i - 7.5;
        }
        assertThat(number(better, "sides.line@2.mae")).isCloseTo(error / labels, withinPercentage(1e-3));
        assertThat(better).containsEntry("gate.champion", "line@1").containsEntry("gate.verdict", "hold");
        assertThat(number(better, "gate.lower")).isPositive();
        checkBacktestsThatCannotBe();
    }

    private void checkBacktestsThatCannotBe() throws Exception {
        String end = Instant.ofEpochMilli(BEGIN + UNLABELED * MINUTE).toString();
        assertThat(refused("backtest", file, "--model", "2", "--to", end))
                .contains("no label is known of these predictions: predictions=20, from=the first, to=" + end
                        + "; run the learn job");
        assertThat(refused("backtest", file, "--model", "2", "--from", "2199-01-01"))
                .contains("no prediction was logged in this time: topic=labelled.scored, from=2199-01-01T00:00:00Z");
        String wider = Files.writeString(
                        home.root().resolve("wider.yaml"),
                        Files.readString(Path.of(file)).replace("x: { type: float }", "z: { type: float }"))
                .toString();
        line("wide", "z").publish(home, new float[] {1, 0}, Values.ofNumbers(3));
        assertThat(refused("backtest", wider, "--model", "wide@1"))
                .contains("logged rows cannot be scored again: position=labelled.scored-")
                .contains("served=line@1, event_time=")
                .contains("cause=scored rows lack a column, or it is of another type: column=z, found=nothing; name a"
                        + " version that does not read the column, or begin with --from after such rows");
        assertThat(refused("backtest", file, "--model", "wide@1"))
                .contains("version cannot score the logged rows: version=wide@1, cause=model reads a column that the"
                        + " pipeline does not have: column=z");
    }

    private String refused(String... command) {
        Commands.Result result = Commands.run(home, command);
        assertThat(result.exitCode()).as("%s", result.out()).isEqualTo(1);
        return result.err();
    }

    /** The last figure of all rows of the version that served. */
    private String quality() {
        List<String> lines = Commands.run(home, "tail", file, "quality", "--until-end", "--json")
                .out();
        return lines.stream()
                .filter(line -> line.contains("\"slice\":\"all\""))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private static double number(Map<String, String> fields, String path) {
        return Double.parseDouble(fields.getOrDefault(path, "NaN"));
    }

    private static String id(int i) {
        return "e" + i % IDS;
    }

    private static String y(int i) {
        return Integer.toString(3 * i);
    }

    private static void writeEvents(Cluster cluster) {
        try (TopicWriter writer = new TopicWriter(cluster, "points")) {
            for (int i = 0; i < ROWS; i++) {
                writer.write(event(id(i), "z" + i % 5, BEGIN + i * MINUTE, i));
            }
            writer.flush();
        }
    }

    /** An event in every partition after which every row has waited long enough. */
    private static void letTimePass(Cluster cluster) {
        try (TopicWriter writer = new TopicWriter(cluster, "points")) {
            for (int i = 0; i < 20; i++) {
                writer.write(event("tick" + i, "t" + i, BEGIN + ROWS * MINUTE + 14 * HOUR, 0));
            }
            writer.flush();
        }
    }

    private static Outbound event(String id, String zone, long at, int x) {
        return record(zone, "{\"id\":\"%s\",\"zone\":\"%s\",\"at\":%d,\"x\":%d}".formatted(id, zone, at, x));
    }

    /** Labels, and some that are none or have no row: early, as one is an orphan an hour after the time at which it came. */
    private static void writeLabels(Cluster cluster) {
        try (TopicWriter writer = new TopicWriter(cluster, "truths")) {
            for (int i = UNLABELED; i < ROWS; i++) {
                writer.write(label(id(i), BEGIN + i * MINUTE, "\"y\":" + y(i) + ",\"label\":\"l" + i + "\""));
            }
            writer.write(label("nobody", BEGIN, "\"y\":1"));
            writer.write(label("e3", BEGIN - MINUTE, "\"y\":1"));
            writer.write(label("e4", BEGIN, "\"label\":\"nothing\""));
            writer.flush();
        }
    }

    /** Corrections, retractions, and a storm of labels that come again. */
    private static void writeSecondThoughts(Cluster cluster) {
        try (TopicWriter writer = new TopicWriter(cluster, "truths")) {
            for (int time = 0; time < STORM; time++) {
                for (int i = UNLABELED; i < ROWS; i++) {
                    String number = ",\"label\":\"l" + i + "\",\"revision\":";
                    writer.write(label(id(i), BEGIN + i * MINUTE, "\"y\":" + y(i) + number + 0));
                    if (time % 3 == 0) {
                        writer.write(label(id(i), BEGIN + i * MINUTE, secondThought(i) + number + 1));
                    }
                }
            }
            writer.flush();
        }
    }

    private static String secondThought(int i) {
        return i >= CORRECTED && i < RETRACTED ? "\"withdrawn\":true" : "\"y\":" + (i < CORRECTED ? "7.5" : y(i));
    }

    private static Outbound label(String id, long at, String more) {
        return record(id, "{\"id\":\"%s\",\"at\":%d,%s}".formatted(id, at, more));
    }

    private static Outbound record(String key, String json) {
        return new Outbound(key.getBytes(UTF_8), json.getBytes(UTF_8), List.of());
    }

    /** What became known, by event id and x, in the order in which it was written. */
    private Map<String, List<Map<String, String>>> feedback() {
        Map<String, List<Map<String, String>>> byRow = new LinkedHashMap<>();
        for (Map<String, String> each : tail("feedback")) {
            int x = (int) Double.parseDouble(each.get("inputs.x"));
            byRow.computeIfAbsent(each.get("event_id") + "@" + x, row -> new ArrayList<>())
                    .add(each);
        }
        return byRow;
    }

    private List<String> deadLetters() {
        Commands.Result tail = Commands.run(home, "tail", file, "dead-letters", "--until-end", "--json");
        assertThat(tail.exitCode()).as(tail.err()).isZero();
        return tail.out().stream()
                .map(line -> line.replaceAll(".*__millrace.errors.reason\",\"value\":\"([A-Z_]+)\".*", "$1"))
                .toList();
    }

    private List<Map<String, String>> tail(String topic) {
        Commands.Result tail = Commands.run(home, "tail", file, topic, "--until-end", "--json");
        assertThat(tail.exitCode()).as(tail.err()).isZero();
        return tail.out().stream()
                .map(line -> JsonFields.read(line.getBytes(UTF_8)).orElseThrow())
                .toList();
    }

    private void runUntilIdle() {
        assertThat(json("run", file, "--until-idle", "8s", "--json"))
                .containsEntry("restarts", "0")
                .containsEntry("learn_restarts", "0");
    }

    private Map<String, String> json(String... command) {
        Commands.Result result = Commands.run(home, command);
        assertThat(result.exitCode()).as("%s%n%s", result.out(), result.err()).isZero();
        return result.json();
    }
}
