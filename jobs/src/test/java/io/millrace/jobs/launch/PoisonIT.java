package io.millrace.jobs.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.EventsConfig.Format;
import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Broker;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.PredictionReader;
import io.millrace.jobs.kafka.TopicReader;
import io.millrace.jobs.kafka.TopicWriter;
import io.millrace.jobs.kafka.Topics;
import io.millrace.models.feature.ColumnEncoding;
import io.millrace.models.feature.Encoding.Numeric;
import io.millrace.models.feature.Encoding.OneHot;
import io.millrace.models.feature.Encoding.Scale;
import io.millrace.models.feature.Encoding.Vector;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.Header;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.validate.PoisonEvents.Kind;
import io.millrace.operators.validate.PoisonPipeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoisonIT {
    private static final int OF_EACH_KIND = 1_000;
    private static final int GOOD = 25_000;
    private static final int REFUSED = 22_000;
    private static final int PREDICTED = 28_000;
    private static final long SEED = 20_140_502;
    private static final String CAUSE = "__millrace.errors.";

    private static final String PIPELINE = """
            pipeline: poisoned
            events:
              topic: poisoned
              id: event_id
              key: customer
              time: { field: at, zone: Z }
              limits: { max-header-bytes: 16kb, max-number-length: 1000, max-string-length: 4096, max-rows: 1024 }
              fields:
                amount: { type: float, min: 0, max: 1000000 }
                balance: { type: float, required: false }
                visits: { type: int }
                member: { type: bool, required: false }
                channel: { type: category, values: [web, shop, phone] }
                note: { type: category, required: false, input: false }
                embedding: { type: vector, length: 8 }
            model: { name: poisoned, task: regression, target: risk }
            runtime: { checkpoint-interval: 500ms }
            """;

    private final PoisonMix mix = new PoisonMix(SEED, Ticker.system().epochMillis(), OF_EACH_KIND, GOOD);

    @TempDir
    Path directory;

    @Test
    void brokenEventsBecomeDeadLettersAndTheOthersPredictions() throws Exception {
        Home home = new Home(directory);
        String file =
                Files.writeString(directory.resolve("poisoned.yaml"), PIPELINE).toString();
        PipelineConfig pipeline = PipelineFile.read(Path.of(file), Environment.system());
        assertThat(pipeline.events()).isEqualTo(PoisonPipeline.events(Format.JSON));
        publishModel(home, Schema.ofRow(pipeline));
        try (Broker broker = Broker.connectOrStart(home, 0, said -> {})) {
            Cluster cluster = new Cluster(broker.bootstrap(), Map.of());
            send(cluster, pipeline);
            assertRunsWithoutRestart(Commands.run(home, "run", file, "--until-idle", "1s", "--json"));
            assertBalances(Commands.run(home, "audit", file, "--json"));
            assertDeadLettersSayWhy(cluster, pipeline);
            assertEverythingElseIsPredicted(cluster, pipeline);
        }
    }

    private static void publishModel(Home home, Schema schema) throws Exception {
        List<ColumnEncoding> columns = List.of(
                new ColumnEncoding("amount", new Numeric(Scale.LOG, 10, 4, 0, /* indicator= */ false)),
                new ColumnEncoding("balance", new Numeric(Scale.LOG, 0, 4, 0, /* indicator= */ true)),
                new ColumnEncoding("visits", new Numeric(Scale.STANDARD, 500, 300, 0, /* indicator= */ false)),
                new ColumnEncoding("channel", new OneHot(List.of("web", "shop", "phone"))),
                new ColumnEncoding("embedding", new Vector(PoisonPipeline.EMBEDDING)));
        float[] weights = {.5f, -.25f, 1, .1f, 1, 2, 3, 0, .1f, .2f, .3f, .4f, .5f, .6f, .7f, .8f, 1};
        new LinearModel("poisoned", "risk", schema, columns).publish(home, weights, Values.missing(schema));
    }

    private void send(Cluster cluster, PipelineConfig pipeline) {
        Topics.create(cluster, Topics.ofScoring(pipeline));
        try (TopicWriter writer = new TopicWriter(cluster, pipeline.events().topic())) {
            for (int i = 0; i < mix.size(); i++) {
                RawEvent event = mix.event(i);
                writer.write(new Outbound(event.key(), event.value(), event.headers()));
            }
            writer.flush();
        }
    }

    private void assertRunsWithoutRestart(Commands.Result run) {
        assertThat(run.exitCode()).as("%s: %s", mix, run.err()).isZero();
        assertThat(run.json())
                .as("%s", mix)
                .containsEntry("ended", "nothing arrives any more")
                .containsEntry("events_read", Integer.toString(mix.size()))
                .containsEntry("restarts", "0");
    }

    private void assertBalances(Commands.Result audit) {
        assertThat(audit.exitCode()).as("%s: %s", mix, audit.out()).isZero();
        assertThat(audit.json())
                .as("%s", mix)
                .containsEntry("inputs", Integer.toString(mix.size()))
                .containsEntry("predictions", Integer.toString(PREDICTED))
                .containsEntry("dead_letters", Integer.toString(REFUSED))
                .containsEntry("missing", "0")
                .containsEntry("duplicates", "0")
                .containsEntry("unknown", "0");
    }

    private void assertDeadLettersSayWhy(Cluster cluster, PipelineConfig pipeline) {
        Map<String, Integer> numbers = new HashMap<>();
        read(
                cluster,
                pipeline.events().topic(),
                event -> numbers.put(event.position().toString(), PoisonMix.number(event)));
        Map<Kind, Map<String, Integer>> reasons = new EnumMap<>(Kind.class);
        List<String> problems = new ArrayList<>();
        read(cluster, pipeline.topics().deadLetters(), letter -> {
            int number = PoisonMix.number(letter);
            String place = cause(letter, "topic") + '-' + cause(letter, "partition") + '-' + cause(letter, "offset");
            Optional<Kind> kind = mix.kind(number);
            kind.ifPresentOrElse(
                    each -> reasons.computeIfAbsent(each, key -> new TreeMap<>())
                            .merge(cause(letter, "reason"), 1, Integer::sum),
                    () -> problems.add("good event refused: number=" + number + ", detail=" + cause(letter, "detail")));
            if (!Integer.valueOf(number).equals(numbers.get(place))) {
                problems.add("another event stands there: number=" + number + ", place=" + place);
            }
            if (!carries(letter, mix.event(number))) {
                problems.add("not the original: number=" + number + ", kind=" + kind + ", place=" + place);
            }
        });
        assertThat(problems).as("%s", mix).isEmpty();
        assertThat(reasons).as("%s", mix).isEqualTo(expectedReasons());
    }

    private static Map<Kind, Map<String, Integer>> expectedReasons() {
        Map<Kind, Map<String, Integer>> expected = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            kind.reason().ifPresent(reason -> expected.put(kind, Map.of(reason.name(), OF_EACH_KIND)));
        }
        return expected;
    }

    /** Whether a dead letter has the key, the value and the headers of the original, and behind them only its cause. */
    private static boolean carries(RawEvent letter, RawEvent original) {
        List<Header> headers = letter.headers();
        int own = original.headers().size();
        boolean same = headers.size() > own
                && Arrays.equals(letter.key(), original.key())
                && Arrays.equals(letter.value(), original.value());
        for (int i = 0; same && i < headers.size(); i++) {
            Header header = headers.get(i);
            same = i < own
                    ? header.name().equals(original.headers().get(i).name())
                            && Arrays.equals(
                                    header.value(), original.headers().get(i).value())
                    : header.name().startsWith(CAUSE) && !header.name().startsWith(CAUSE + "omitted");
        }
        return same;
    }

    private void assertEverythingElseIsPredicted(Cluster cluster, PipelineConfig pipeline) {
        PredictionReader predictions = new PredictionReader(pipeline.model().target());
        BitSet predicted = new BitSet();
        read(cluster, pipeline.topics().predictions(), record -> {
            PredictionReader.Seen seen = predictions.read(record.value()).orElseThrow();
            assertThat(seen.output()).as("%s, event=%s", mix, seen.eventId()).isFinite();
            predicted.set(Integer.parseInt(seen.eventId().substring("e-".length())));
        });
        BitSet expected = new BitSet();
        IntStream.range(0, mix.size())
                .filter(number -> mix.kind(number).flatMap(Kind::reason).isEmpty())
                .forEach(expected::set);
        assertThat(expected.cardinality()).isEqualTo(PREDICTED);
        assertThat(predicted).as("%s", mix).isEqualTo(expected);
    }

    private static void read(Cluster cluster, String topic, Consumer<RawEvent> action) {
        try (TopicReader reader = new TopicReader(cluster, topic)) {
            reader.readToEnd(action);
        }
    }

    private static String cause(RawEvent letter, String name) {
        byte[] value = letter.header(CAUSE + name);
        return value == null ? "absent" : new String(value, UTF_8);
    }
}
