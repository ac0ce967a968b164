package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.bind.Document;
import io.millrace.config.bind.Environment;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type.Nested;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every declared key reaches its record: without the key as the default, with the key as what it says. */
class EveryKeyTest {
    private static final Path PIPELINES = Path.of("src/test/resources/pipelines");
    private static final Path VIEWS = Path.of("src/test/resources/features");
    private static final Environment ENVIRONMENT = Environment.of(
            Map.of("KAFKA_PASSWORD", "pa\"ss", "CERTIFICATES", "/etc/certificates", "TRUST_PASSWORD", "trust"));

    @Test
    void fillsInDefaults() {
        PipelineConfig pipeline = PipelineFile.read(PIPELINES.resolve("minimal.yaml"), ENVIRONMENT);

        assertThat(pipeline.pipeline()).isEqualTo("minimal");
        assertThat(pipeline.kafka())
                .isEqualTo(new KafkaConfig("embedded", KafkaConfig.Delivery.AT_LEAST_ONCE, Map.of(), 2));
        assertThat(pipeline.topics())
                .isEqualTo(new TopicsConfig(
                        "minimal.predictions",
                        "minimal.scored",
                        "minimal.reviews",
                        "minimal.models",
                        "minimal.quality",
                        "minimal.alerts",
                        "minimal.drift",
                        "minimal.feedback",
                        "minimal.dead-letters"));
        assertThat(pipeline.events())
                .isEqualTo(new EventsConfig(
                        "listings",
                        EventsConfig.Format.JSON,
                        "id",
                        "zip",
                        new EventsConfig.Time(
                                "at",
                                null,
                                ZoneId.of("UTC"),
                                Duration.ofSeconds(5),
                                Duration.ofHours(1),
                                Duration.ofSeconds(5)),
                        List.of(new FieldConfig(
                                "size",
                                FieldType.FLOAT,
                                null,
                                null,
                                List.of(),
                                true,
                                1,
                                true,
                                FieldConfig.Encode.AUTO)),
                        new EventsConfig.Limits(1_048_576, 65_536, 32, 64, 65_536, 65_536)));
        assertThat(pipeline.model())
                .isEqualTo(new ModelConfig(
                        "price", "champion", ModelConfig.Task.REGRESSION, "price", ModelConfig.TargetTransform.NONE));
        assertThat(pipeline.labels()).isNull();
        assertThat(pipeline.learning()).isEqualTo(LearningConfig.DEFAULT);
        assertThat(pipeline.consistency()).isEqualTo(new ConsistencyConfig(0.01, 0.001, 0.01, 1000, 3, 5));
        assertThat(pipeline.monitoring().slices()).isEmpty();
        assertThat(pipeline.batching())
                .isEqualTo(new BatchingConfig(
                        512,
                        Duration.ZERO,
                        Duration.ofMillis(20),
                        BatchingConfig.Order.UNORDERED,
                        1,
                        2048,
                        Duration.ofSeconds(30)));
        assertThat(pipeline.device()).isEqualTo(new DeviceConfig(DeviceConfig.Kind.AUTO, 0));
        assertThat(pipeline.predictions()).isEqualTo(new PredictionsConfig(PredictionsConfig.Format.JSON, false, true));
        assertThat(pipeline.review()).isEqualTo(new ReviewConfig(null, 0));
        assertThat(pipeline.promotion())
                .isEqualTo(new PromotionConfig(
                        PromotionConfig.Gate.PAIRED_SEQUENTIAL,
                        0,
                        0.05,
                        500,
                        true,
                        List.of(0.01, 0.05, 0.25, 0.5),
                        new PromotionConfig.Step(1000, Duration.ofMinutes(5)),
                        Duration.ofDays(30),
                        new PromotionConfig.Service(200, 0.01, 1.1, Duration.ofMillis(100), 0.25)));
        assertThat(pipeline.retrain())
                .isEqualTo(new RetrainConfig(true, null, 500, 0.5, Duration.ofDays(30), Duration.ofHours(6), 4));
        assertThat(pipeline.runtime())
                .isEqualTo(new RuntimeConfig(1, RuntimeConfig.State.HEAP, Duration.ofSeconds(10)));
    }

    @Test
    void fillsInDefaultsOfViews() {
        FeatureConfig feature = PipelineFile.read(PIPELINES.resolve("minimal.yaml"), ENVIRONMENT)
                .features()
                .get(0);

        ViewConfig.Column price =
                new ViewConfig.Column("price", FieldType.FLOAT, "a price", "", "1.5", null, null, null, null);
        assertThat(feature)
                .isEqualTo(new FeatureConfig(
                        new ViewConfig(
                                "minimal_view",
                                1,
                                "me",
                                "prices",
                                "zip",
                                List.of(price),
                                Duration.ofHours(1),
                                new ViewConfig.Jdbc(
                                        "jdbc:h2:mem:minimal",
                                        null,
                                        null,
                                        "minimal_view",
                                        "zip",
                                        "updated_at",
                                        Duration.ofMillis(500),
                                        500),
                                new ViewConfig.Cache(
                                        64L << 20, Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofMinutes(1))),
                        "zip",
                        List.of(price),
                        Duration.ofHours(1),
                        FeatureConfig.OnMissing.DEFAULT));
    }

    @Test
    void readsWhatAFileSays() {
        PipelineConfig pipeline = PipelineFile.read(PIPELINES.resolve("everything.yaml"), ENVIRONMENT);

        assertThat(pipeline.topics()).isEqualTo(new TopicsConfig("p", "s", "r", "m", "q", "a", "dr", "f", "d"));
        assertThat(pipeline.model())
                .isEqualTo(new ModelConfig(
                        "house-price", "12", ModelConfig.Task.REGRESSION, "price", ModelConfig.TargetTransform.LOG));
        assertThat(pipeline.learning())
                .isEqualTo(new LearningConfig(
                        LearningConfig.Learner.MLP,
                        List.of(8),
                        2,
                        3,
                        4,
                        0.25,
                        0.5,
                        0.2,
                        6,
                        7,
                        new OnlineConfig(OnlineConfig.Learner.LINEAR, OnlineConfig.Optimizer.SGD, 9, 11, 12, 0.125),
                        new LiveConfig(false, Duration.ofSeconds(3), 50, Duration.ofSeconds(2))));
        assertThat(pipeline.batching())
                .isEqualTo(new BatchingConfig(
                        10,
                        Duration.ofMillis(1),
                        Duration.ofSeconds(2),
                        BatchingConfig.Order.ORDERED,
                        3,
                        20,
                        Duration.ofMinutes(1)));
        assertThat(pipeline.device()).isEqualTo(new DeviceConfig(DeviceConfig.Kind.GPU, 1));
        assertThat(pipeline.predictions())
                .isEqualTo(new PredictionsConfig(PredictionsConfig.Format.ARROW, true, false));
        assertThat(pipeline.review()).isEqualTo(new ReviewConfig(0.7, 0.005));
        assertThat(pipeline.promotion())
                .isEqualTo(new PromotionConfig(
                        PromotionConfig.Gate.NONE,
                        0.01,
                        0.1,
                        100,
                        false,
                        List.of(0.1, 1.0),
                        new PromotionConfig.Step(7, Duration.ofMinutes(1)),
                        Duration.ofDays(2),
                        new PromotionConfig.Service(9, 0.2, 1.5, Duration.ofSeconds(3), 0.4)));
        assertThat(pipeline.retrain())
                .isEqualTo(new RetrainConfig(false, 0.8, 50, 0.25, Duration.ofDays(7), Duration.ofHours(1), 2));
        assertThat(pipeline.runtime())
                .isEqualTo(new RuntimeConfig(4, RuntimeConfig.State.ROCKSDB, Duration.ofSeconds(5)));
    }

    @Test
    void readsWhatAFileSaysAboutLabels() {
        assertThat(labels("by_prediction.yaml"))
                .isEqualTo(new LabelsConfig(
                        "verdicts",
                        new LabelsConfig.Match(LabelsConfig.By.PREDICTION, "prediction_id", null),
                        null,
                        new LabelsConfig.Fields("fraud", null, null, null, null, null, null),
                        new LabelsConfig.Waiting(Duration.ofDays(7), Duration.ofMinutes(10)),
                        new LabelsConfig.Conflict(LabelsConfig.Policy.LAST_WRITE, List.of(), 1)));
        assertThat(labels("by_event.yaml").match())
                .isEqualTo(new LabelsConfig.Match(LabelsConfig.By.EVENT, "claim", null));
        assertThat(labels("by_event.yaml").conflict())
                .isEqualTo(new LabelsConfig.Conflict(LabelsConfig.Policy.MAJORITY, List.of(), 5));
        assertThat(labels("by_key.yaml"))
                .isEqualTo(new LabelsConfig(
                        "readings",
                        new LabelsConfig.Match(LabelsConfig.By.KEY, "meter", Duration.ofHours(1)),
                        new EventsConfig.Time(
                                "read_at",
                                "yyyy-MM-dd HH:mm",
                                ZoneId.of("Europe/Berlin"),
                                Duration.ofMinutes(1),
                                Duration.ofHours(2),
                                Duration.ofSeconds(3),
                                Duration.ofMinutes(30)),
                        new LabelsConfig.Fields("load", "reading", "device", "reader", "version", "withdrawn", "sure"),
                        new LabelsConfig.Waiting(Duration.ofDays(2), Duration.ofMinutes(1)),
                        new LabelsConfig.Conflict(LabelsConfig.Policy.PRIORITY, List.of("human", "system"), 1)));
    }

    private static LabelsConfig labels(String file) {
        return Objects.requireNonNull(
                PipelineFile.read(PIPELINES.resolve(file), ENVIRONMENT).labels());
    }

    @Test
    void readsWhatAFileSaysAboutEvents() {
        EventsConfig events = PipelineFile.read(PIPELINES.resolve("everything.yaml"), ENVIRONMENT)
                .events();

        assertThat(events)
                .isEqualTo(new EventsConfig(
                        "listings",
                        EventsConfig.Format.FRAME,
                        "id",
                        "zip",
                        new EventsConfig.Time(
                                "date",
                                "yyyyMMdd'T'HHmmss",
                                ZoneId.of("Europe/Berlin"),
                                Duration.ofMinutes(1),
                                Duration.ofHours(2),
                                Duration.ofSeconds(3),
                                Duration.ofMinutes(30)),
                        List.of(
                                field("size", FieldType.FLOAT, FieldConfig.Encode.LOG, -1.5, 5e4),
                                new FieldConfig(
                                        "rooms",
                                        FieldType.INT,
                                        null,
                                        null,
                                        List.of(),
                                        false,
                                        1,
                                        false,
                                        FieldConfig.Encode.AUTO),
                                new FieldConfig(
                                        "zip",
                                        FieldType.CATEGORY,
                                        null,
                                        null,
                                        List.of("98001", "98002"),
                                        true,
                                        1,
                                        true,
                                        FieldConfig.Encode.ONE_HOT),
                                new FieldConfig(
                                        "view",
                                        FieldType.VECTOR,
                                        null,
                                        null,
                                        List.of(),
                                        true,
                                        8,
                                        true,
                                        FieldConfig.Encode.RAW),
                                field("waterfront", FieldType.BOOL, FieldConfig.Encode.STANDARD, null, null)),
                        new EventsConfig.Limits(2 << 20, 1024, 5, 20, 100, 300)));
    }

    private static FieldConfig field(
            String name, FieldType type, FieldConfig.Encode encode, @Nullable Double min, @Nullable Double max) {
        return new FieldConfig(name, type, min, max, List.of(), true, 1, true, encode);
    }

    @Test
    void readsWhatAFileSaysAboutKafka() {
        KafkaConfig kafka = PipelineFile.read(PIPELINES.resolve("everything.yaml"), ENVIRONMENT)
                .kafka();

        assertThat(kafka.bootstrap()).isEqualTo("broker-1:9092,[::1]:9093");
        assertThat(kafka.delivery()).isEqualTo(KafkaConfig.Delivery.EXACTLY_ONCE);
        assertThat(kafka.partitions()).isEqualTo(7);
        assertThat(kafka.properties())
                .hasSize(17)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required"
                                + " username=\"me\" password=\"pa\\\"ss\";")
                .containsEntry("ssl.truststore.location", "/etc/certificates/trust.p12")
                .containsEntry("ssl.truststore.password", "trust")
                .containsEntry("ssl.keystore.key", "-----BEGIN PRIVATE KEY-----\nkey\n-----END PRIVATE KEY-----");
        assertThat(kafka.toString()).doesNotContain("pa\"ss").doesNotContain("trust.p12");
    }

    @Test
    void readsWhatAFileSaysAboutViews() {
        FeatureConfig feature = PipelineFile.read(PIPELINES.resolve("everything.yaml"), ENVIRONMENT)
                .features()
                .get(0);

        ViewConfig.Column price =
                new ViewConfig.Column("price", FieldType.FLOAT, "median price", "USD", "300.5", 10.0, 1e6, null, null);
        ViewConfig.Column count =
                new ViewConfig.Column("count", FieldType.INT, "number of sales", "", null, null, null, null, null);
        ViewConfig.Column embedding = new ViewConfig.Column(
                "embedding", FieldType.VECTOR, 3, "what homes there are like", "", "0.5", null, null, null, null);
        assertThat(embedding.defaultVector()).containsExactly(0.5f, 0.5f, 0.5f);
        assertThat(feature)
                .isEqualTo(new FeatureConfig(
                        new ViewConfig(
                                "everything_view",
                                3,
                                "data team",
                                "sales in a zip code",
                                "zip",
                                List.of(price, count, embedding),
                                Duration.ofDays(30),
                                new ViewConfig.Jdbc(
                                        "jdbc:postgresql://db.example:5432/features?sslmode=require",
                                        "reader",
                                        "FEATURES_PASSWORD",
                                        "public.market",
                                        "zip_code",
                                        "changed_at",
                                        Duration.ofSeconds(1),
                                        100),
                                new ViewConfig.Cache(
                                        1 << 20,
                                        Duration.ofMinutes(1),
                                        Duration.ofHours(1),
                                        Duration.ofSeconds(5),
                                        "market.changes")),
                        "zip",
                        List.of(count, price),
                        Duration.ofDays(1),
                        FeatureConfig.OnMissing.REJECT));
    }

    @Test
    void readsALinearModel() {
        PipelineConfig pipeline = PipelineFile.read(PIPELINES.resolve("linear.yaml"), ENVIRONMENT);

        assertThat(pipeline.learning().learner()).isEqualTo(LearningConfig.Learner.LINEAR);
        assertThat(pipeline.model().task()).isEqualTo(ModelConfig.Task.BINARY);
        assertThat(pipeline.consistency()).isEqualTo(new ConsistencyConfig(0.5, 0.25, 0.125, 10, 4, 6));
        assertThat(pipeline.monitoring().slices()).containsExactly("rooms");
        assertThat(pipeline.features()).isEmpty();
    }

    @Test
    void noDeclaredKeyIsUntested() {
        Map<String, Set<String>> given = new TreeMap<>();
        given(Document.read(PIPELINES.resolve("everything.yaml"), PipelineKeys.SHAPE), PipelineKeys.SHAPE, given);
        given(Document.read(PIPELINES.resolve("linear.yaml"), PipelineKeys.SHAPE), PipelineKeys.SHAPE, given);
        for (String file : List.of("by_key.yaml", "by_event.yaml", "by_prediction.yaml")) {
            given(Document.read(PIPELINES.resolve(file), PipelineKeys.SHAPE), PipelineKeys.SHAPE, given);
        }
        given(Document.read(VIEWS.resolve("everything_view.yaml"), ViewKeys.SHAPE), ViewKeys.SHAPE, given);
        given(Document.read(VIEWS.resolve("everything_stream.yaml"), ViewKeys.SHAPE), ViewKeys.SHAPE, given);
        given(Document.read(VIEWS.resolve("everything_topic.yaml"), ViewKeys.SHAPE), ViewKeys.SHAPE, given);
        given(Document.read(VIEWS.resolve("everything_redis.yaml"), ViewKeys.SHAPE), ViewKeys.SHAPE, given);

        Map<String, String> defaults = new TreeMap<>();
        defaults("", PipelineKeys.SHAPE, defaults);
        defaults("", ViewKeys.SHAPE, defaults);
        assertThat(given.keySet()).isEqualTo(defaults.keySet());
        defaults.forEach((path, fallback) -> assertThat(given.get(path))
                .as("values of %s in the test files", path)
                .isNotEqualTo(Set.of(fallback)));
    }

    private static void defaults(String prefix, Shape shape, Map<String, String> paths) {
        for (Key<?> key : shape.keys()) {
            Nested nested = key.type().nested().orElse(null);
            if (nested == null) {
                paths.put(prefix + key.name(), key.otherwise());
            } else {
                defaults(prefix + key.name() + nested.between(), nested.shape(), paths);
            }
        }
    }

    private static void given(Document document, Shape shape, Map<String, Set<String>> values) {
        given("", document.root(), shape, values);
    }

    private static void given(String prefix, Section section, Shape shape, Map<String, Set<String>> values) {
        for (Key<?> key : shape.keys()) {
            if (section.has(key)) {
                given(prefix, section, key, values);
            }
        }
    }

    private static <T> void given(String prefix, Section section, Key<T> key, Map<String, Set<String>> values) {
        T value = section.get(key);
        Nested nested = key.type().nested().orElse(null);
        String path = prefix + key.name();
        if (nested == null) {
            values.computeIfAbsent(path, name -> new TreeSet<>()).add(key.type().print(value));
        } else {
            sections(value).forEach(inner -> given(path + nested.between(), inner, nested.shape(), values));
        }
    }

    private static List<Section> sections(Object value) {
        List<Section> sections = new ArrayList<>();
        if (value instanceof Section section) {
            sections.add(section);
        } else if (value instanceof Collection<?> list) {
            list.forEach(element -> sections.addAll(sections(element)));
        } else if (value instanceof Map<?, ?> map) {
            sections.addAll(sections(map.values()));
        }
        return sections;
    }
}
