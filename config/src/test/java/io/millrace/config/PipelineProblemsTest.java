package io.millrace.config;

import static io.millrace.config.PipelineText.CORRECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.config.bind.Environment;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineProblemsTest {
    @TempDir
    Path folder;

    @Test
    void theTextToSpoilIsCorrect() {
        assertThat(CORRECT.problem(folder)).isEmpty();
    }

    @Test
    void reportsEverythingInEveryFileTogether() {
        PipelineText text = CORRECT.and("batching: { max-siez: 3, capacity: 300 }")
                .and("runtim: { parallelism: 2 }")
                .with("topic: listings", "topic: a/b")
                .with("use: [price]", "use: [prize], max-age: 2d")
                .with("meaning: a price, ", "")
                .with("max-age: 1h", "max-age: 1 hour");

        assertThat(String.join("\n", text.problems(folder, Map.of()))).isEqualTo("""
                        features/market.yaml: 2 problems
                          line 6  columns.price.meaning   is missing: what a value says, for people
                          line 7  max-age = 1 hour   must be a whole number with a unit: ms, s, m, h or d
                        pipelines/houses.yaml: 4 problems
                          line  4  events.topic = a/b   must be letters, digits, ., _ and - (at most 249, not . or ..)
                          line 13  batching.capacity = 300   must hold two full batches: at least 1024, twice batching.max-size
                          line 13  batching.max-siez   unknown key; did you mean batching.max-size?
                          line 14  runtim   unknown key; did you mean runtime?
                        6 problems in 2 files""");
    }

    @Test
    void saysThatAFileIsNotThere() {
        Path file = Path.of("no", "such.yaml");

        assertThatThrownBy(() -> PipelineFile.read(file, Environment.of(Map.of())))
                .hasMessage("no/such.yaml: 1 problem\n  does not exist");
    }

    @ParameterizedTest
    @MethodSource
    void refusesAWrongKeyOrValue(String old, String replacement, String problem) {
        assertThat(CORRECT.with(old, replacement).problem(folder)).isEqualTo(problem);
    }

    static Stream<Arguments> refusesAWrongKeyOrValue() {
        return Stream.of(
                arguments(
                        "pipeline: houses",
                        "pipeline: My Houses",
                        "pipeline = My Houses   must be lower-case letters, digits, - and _ (at most 100, no - or _ first)"),
                arguments(
                        "pipeline: houses\n",
                        "",
                        "pipeline   is missing: name of the pipeline; prefix of its topics and"
                                + " of its transactional ids"),
                arguments(
                        "broker:9092",
                        "broker:99999",
                        "kafka.bootstrap = broker:99999   must be embedded, or host:port with more of them after commas"),
                arguments(
                        "field: at",
                        "field: at, patern: x",
                        "events.time.patern   unknown key; did you mean events.time.pattern?"),
                arguments(
                        "field: at",
                        "field: at, pattern: yyyy-bb",
                        "events.time.pattern = yyyy-bb   must be a java.time DateTimeFormatter pattern such as yyyyMMdd'T'HHmmss"),
                arguments(
                        "field: at",
                        "field: at, pattern: \"HH:mm\"",
                        "events.time.pattern = HH:mm   must have a year, a month and a day that can be read back"),
                arguments(
                        "field: at",
                        "field: at, zone: Mars/Base",
                        "events.time.zone = Mars/Base   must be a zone such as UTC or Europe/Berlin"),
                arguments(
                        "task: regression",
                        "task: regresion",
                        "model.task = regresion   must be regression or binary or"
                                + " multiclass or vector; did you mean regression?"),
                arguments(
                        "target: price",
                        "target: price, serve: 0",
                        "model.serve = 0   must be an alias such as champion or a version number"),
                arguments(
                        "target: price",
                        "target: size",
                        "model.target = size   is also an input: say input: false for events.fields.size"),
                arguments(
                        "task: regression, target: price",
                        "task: binary, target: price, target-transform: log",
                        "model.target-transform = log   needs model.task regression, not binary"),
                arguments(
                        "use: [price]",
                        "use: [prices]",
                        "features[0].use[0] = prices   is not declared by the view market; did you mean price?"),
                arguments(
                        "use: [price]",
                        "use: [bananas]",
                        "features[0].use[0] = bananas   is not declared by the view market; its columns are price"),
                arguments("use: [price]", "use: [price, price]", "features[0].use[1] = price   is given twice"),
                arguments("use: [price]", "use: []", "features[0].use   must hold 1 to 500 elements, not 0"),
                arguments(
                        "use: [price]",
                        "use: [price], max-age: 2h",
                        "features[0].max-age = 2h   must not be longer than the view's max-age = 1h"),
                arguments(
                        ", default: 1.5",
                        "",
                        "features[0].use[0] = price   has no default in its view: give it one, or say on-missing: reject"),
                arguments(
                        "view: market, key: zip",
                        "view: market, key: zap",
                        "features[0].key = zap   must be events.key or a field of type category or int; did you mean zip?"),
                arguments(
                        "{ view: market,",
                        "{ view: ../market,",
                        "features[0].view = ../market   must be lower-case letters, digits and _ (at most 63, a letter first)"));
    }

    @ParameterizedTest
    @MethodSource
    void refusesAWrongSection(String section, String problem) {
        assertThat(CORRECT.and(section).problem(folder)).isEqualTo(problem);
    }

    static Stream<Arguments> refusesAWrongSection() {
        return Stream.of(
                arguments(
                        "labels: { topic: sales, match: { event: id } }",
                        "labels.value   is missing: field of a label with the truth"),
                arguments(
                        "labels: { topic: sales, match: { event: id }, valu: price, value: price }",
                        "labels.valu   unknown key; did you mean labels.value?"),
                arguments(
                        "labels: { topic: listings, match: { event: id }, value: price }",
                        "labels.topic = listings   must not be the topic of events.topic: both are listings"),
                arguments(
                        "labels: { topic: sales, match: { event: id }, value: price }\npredictions: { scored: false }",
                        "labels.topic = sales   needs the scored topic to find what was predicted: remove"
                                + " predictions.scored"),
                arguments(
                        "labels: { topic: sales, match: {}, value: price }",
                        "labels.match.prediction   is missing: labels match in one way, of prediction, event, key"),
                arguments(
                        "labels: { topic: sales, match: { prediction: id, event: id }, value: price }",
                        "labels.match.event = id   has no effect beside prediction; labels match in one way"),
                arguments(
                        "labels: { topic: sales, match: { key: zip }, time: { field: at }, value: price }",
                        "labels.match.within   is missing: how long before the label's time its event was at most"),
                arguments(
                        "labels: { topic: sales, match: { key: zip, within: 1h }, value: price }",
                        "labels.time   is missing: with match.key the time says which event a label is about"),
                arguments(
                        "labels: { topic: sales, match: { event: id, within: 1h }, value: price }",
                        "labels.match.within = 1h   is only for labels.match.key; remove it"),
                arguments(
                        "labels: { topic: sales, match: { event: id }, value: price, wait: 1m, early: 1h }",
                        "labels.early = 1h   must be at most labels.wait = 1m"),
                arguments(
                        "labels: { topic: sales, match: { event: id }, value: price, priority: [human] }",
                        "labels.priority   is only for labels.on-conflict priority; remove it"),
                arguments(
                        "labels: { topic: sales, match: { event: id }, value: price, source: by, on-conflict: priority }",
                        "labels.priority   is missing: labels.on-conflict priority needs the sources, best first"),
                arguments(
                        "labels: { topic: sales, match: { event: id }, value: price, on-conflict: priority, priority: [a] }",
                        "labels.source   is missing: labels.on-conflict priority needs the field with the source"),
                arguments(
                        "labels: { topic: sales, match: { event: id }, value: price, majority: 4 }",
                        "labels.majority = 4   is only for labels.on-conflict majority; remove it"),
                arguments(
                        "labels: { topic: sales, match: { event: id }, value: price, revision: r }",
                        "labels.revision = r   needs labels.id: a revision is one of the label with that id"),
                arguments("promotion: { gate: paired }", "promotion.gate = paired   must be paired-sequential or none"),
                arguments(
                        "promotion: { steps: [0.05, 0.05] }",
                        "promotion.steps[1] = 0.05   must be greater than the step before it"),
                arguments("promotion: { alpha: 0 }", "promotion.alpha = 0   must be between 0.000000001 and 0.5"),
                arguments(
                        "monitoring: { slices: [rooms] }",
                        "monitoring.slices[0] = rooms   is no field of events.fields"),
                arguments(
                        "monitoring: { slices: [size] }",
                        "monitoring.slices[0] = size   must be a field of type category, bool or int, not float"),
                arguments(
                        "monitoring: { consistency: { minutes: 6 } }",
                        "monitoring.consistency.minutes = 6   must be at most monitoring.consistency.of-minutes"),
                arguments(
                        "monitoring: { consistency: { sample: 0.1 } }\npredictions: { scored: false }",
                        "monitoring.consistency.sample = 0.1   needs the scored topic: remove predictions.scored"),
                arguments(
                        "learning: { publish-every: { labels: 0 } }",
                        "learning.publish-every.labels = 0   must be between 1 and 1000000000"),
                arguments(
                        "learning: { learner: linear, hidden: [3] }",
                        "learning.hidden   is only for learning.learner mlp; remove it"),
                arguments(
                        "learning: { held-out: 0, patience: 3 }",
                        "learning.patience = 3   needs held-out rows: give learning.held-out a share above 0"),
                arguments("learning: { hidden: [64, 0] }", "learning.hidden[1] = 0   must be between 1 and 4096"),
                arguments("max-delay: 1s", "max-delay   unknown key; did you mean batching.max-delay?"),
                arguments(
                        "batching: { timeout: 10ms }",
                        "batching.timeout = 10ms   must be longer than batching.target-latency = 20ms"),
                arguments("batching: { order: sorted }", "batching.order = sorted   must be ordered or unordered"),
                arguments(
                        "batching: fast", "batching = fast   must be a section of keys and values, not a single value"),
                arguments(
                        "device: gpu:x", "device = gpu:x   must be auto, cpu, gpu or gpu:N with a number from 0 to 99"),
                arguments(
                        "topics: { scored: listings }",
                        "topics.scored = listings   must not be the topic of events.topic: both are listings"),
                arguments(
                        "review: { topic: houses.scored }",
                        "review.topic = houses.scored   must not be the topic of topics.scored: both are houses.scored"),
                arguments("topics: { reviews: r }", "topics.reviews   unknown key; use review.topic"),
                arguments("review: { audit-rate: 2 }", "review.audit-rate = 2   must be between 0 and 1"),
                arguments("predictions: { include: [all] }", "predictions.include[0] = all   must be features"),
                arguments("runtime: { parallelism: 1.5 }", "runtime.parallelism = 1.5   must be a whole number"),
                arguments(
                        "runtime: { parallelism: \"2\" }",
                        "runtime.parallelism = 2   must be a whole number without quotes"));
    }

    @ParameterizedTest
    @MethodSource
    void refusesAWrongField(String field, String problem) {
        assertThat(CORRECT.with("size: { type: float }", "size: { " + field + " }")
                        .problem(folder))
                .isEqualTo(problem);
    }

    static Stream<Arguments> refusesAWrongField() {
        return Stream.of(
                arguments("min: 3", "events.fields.size.type   is missing: type of the field's value"),
                arguments(
                        "type: real",
                        "events.fields.size.type = real   must be float or int or bool or category or vector"),
                arguments(
                        "type: float, min: 3, max: 2", "events.fields.size.min = 3   must not be greater than max = 2"),
                arguments(
                        "type: category, max: 2",
                        "events.fields.size.max = 2   is only for type float or int; remove it"),
                arguments("type: int, values: [a]", "events.fields.size.values   is only for type category; remove it"),
                arguments("type: vector", "events.fields.size.length   is missing: a vector must say its length"),
                arguments(
                        "type: float, length: 2", "events.fields.size.length = 2   is only for type vector; remove it"),
                arguments(
                        "type: category, encode: log",
                        "events.fields.size.encode = log   does not fit type category; use auto or one-hot"));
    }

    @ParameterizedTest
    @MethodSource
    void refusesAWrongView(String old, String replacement, String problem) {
        assertThat(CORRECT.with(old, replacement).problem(folder)).isEqualTo(problem);
    }

    static Stream<Arguments> refusesAWrongView() {
        return Stream.of(
                arguments(
                        "view: market\nowner",
                        "view: markets\nowner",
                        "view = markets   must be the name of its file, market"),
                arguments("owner: me\n", "", "owner   is missing: who answers for the values"),
                arguments(
                        "default: 1.5",
                        "default: cheap",
                        "columns.price.default = cheap   must be a value of type float"),
                arguments(
                        "{ type: float, meaning",
                        "{ type: vector, meaning",
                        "columns.price.length   is missing: a vector must say its length"),
                arguments(
                        "{ type: float, meaning",
                        "{ type: float, length: 2, meaning",
                        "columns.price.length = 2   is only for type vector; remove it"),
                arguments(
                        "{ type: float, meaning: a price, default: 1.5 }",
                        "{ type: vector, length: 2, meaning: a price, default: many }",
                        "columns.price.default = many   must be a value of type vector"),
                arguments(
                        "{ type: float, meaning: a price, default: 1.5 }",
                        "{ type: vector, length: 2, meaning: a price, default: 0, min: 0 }",
                        "columns.price.min = 0   is only for type float or int; remove it"),
                arguments(
                        "default: 1.5",
                        "default: 1.5, aggregate: { function: count, over: 1h }",
                        "columns.price.aggregate   is for views with source.stream only; remove it"),
                arguments(
                        "source: { jdbc: { url: \"jdbc:h2:mem:market\" } }",
                        "source: {}",
                        "source.jdbc   is missing: a view has one source, of jdbc, redis, stream, topic"),
                arguments(
                        "max-age: 1h",
                        "max-age: 1h\ncache: { refresh-after: 1h }",
                        "cache.refresh-after = 1h   must be shorter than cache.expire-after = 1h"),
                arguments(
                        "max-age: 1h",
                        "max-age: 1h\ncache: { expire-after: 2h }",
                        "cache.expire-after = 2h   must not be longer than max-age = 1h"),
                arguments(
                        "jdbc:h2:mem:market\"",
                        "jdbc:h2:mem:market\", password: x",
                        "source.jdbc.password   must not stand in a file; name its environment variable in source.jdbc.password-variable"));
    }

    @Test
    void namesTheViewFileThatIsMeant() {
        assertThat(CORRECT.with("{ view: market,", "{ view: markt,").problem(folder))
                .isEqualTo("features[0].view = markt   has no file features/markt.yaml; did you mean market?");
    }

    @Test
    void refusesAViewThatIsUsedTwice() {
        assertThat(CORRECT.with("use: [price] }\n", "use: [price] }\n  - { view: market, key: zip, use: [price] }\n")
                        .problem(folder))
                .isEqualTo("features[1].view = market   is used twice; list all its columns in one use");
    }

    @Test
    void refusesAModelThatSeesNothing() {
        assertThat(CORRECT.with("features:\n  - { view: market, key: zip, use: [price] }\n", "")
                        .with("{ type: float }", "{ type: float, input: false }")
                        .problem(folder))
                .isEqualTo("events.fields   must have at least one field with input: true");
    }

    @Test
    void refusesCheckpointsThatOutliveTransactions() {
        PipelineText text = CORRECT.and("runtime: { checkpoint-interval: 6m }");

        assertThat(text.problem(folder)).isEmpty();
        assertThat(text.with("broker:9092\"", "broker:9092\", delivery: exactly-once")
                        .problem(folder))
                .isEqualTo("runtime.checkpoint-interval = 6m   must be at most 5m with kafka.delivery exactly-once,"
                        + " or the broker ends the transaction first");
    }

    @Test
    void refusesAKeyThatIsAVector() {
        assertThat(CORRECT.with("size: {", "zip: { type: vector, length: 2 }\n    size: {")
                        .problem(folder))
                .isEqualTo("events.key = zip   must be of type category or int, as declared in events.fields");
    }

    @Test
    void refusesFormatsOfLaterVersions() {
        assertThat(CORRECT.with("topic: listings", "topic: listings\n  format: avro")
                        .problem(folder))
                .isEqualTo("events.format = avro   is not supported by this version; use json or frame or arrow");
    }
}
