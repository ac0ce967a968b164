package io.millrace.operators.validate;

import io.millrace.config.BatchingConfig;
import io.millrace.config.DeviceConfig;
import io.millrace.config.EventsConfig;
import io.millrace.config.FieldConfig;
import io.millrace.config.FieldType;
import io.millrace.config.KafkaConfig;
import io.millrace.config.LearningConfig;
import io.millrace.config.ModelConfig;
import io.millrace.config.MonitoringConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.config.PredictionsConfig;
import io.millrace.config.PromotionConfig;
import io.millrace.config.RetrainConfig;
import io.millrace.config.ReviewConfig;
import io.millrace.config.RuntimeConfig;
import io.millrace.config.TopicsConfig;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** The pipeline for which {@link PoisonEvents} are meant: every type of field, bounds, a closed set and tight limits. */
public final class PoisonPipeline {
    /** Elements of the field {@code embedding}. */
    public static final int EMBEDDING = 8;

    static final int MAX_BYTES = 1 << 20;
    static final int MAX_HEADER_BYTES = 16 << 10;
    static final int MAX_DEPTH = 32;
    static final int MAX_NUMBER = 1_000;
    static final int MAX_STRING = 4_096;
    static final int MAX_ROWS = 1_024;
    static final Duration MAX_FUTURE = Duration.ofHours(1);

    private PoisonPipeline() {}

    /** What arrives. */
    public static EventsConfig events(EventsConfig.Format format) {
        return new EventsConfig(
                "poisoned",
                format,
                "event_id",
                "customer",
                new EventsConfig.Time(
                        "at", null, ZoneOffset.UTC, Duration.ofSeconds(5), MAX_FUTURE, Duration.ofSeconds(5)),
                fields(),
                new EventsConfig.Limits(MAX_BYTES, MAX_HEADER_BYTES, MAX_DEPTH, MAX_NUMBER, MAX_STRING, MAX_ROWS));
    }

    /** The whole pipeline, with a regression model called {@code poisoned} and no feature views. */
    public static PipelineConfig pipeline(String bootstrap) {
        return new PipelineConfig(
                "poisoned",
                new KafkaConfig(bootstrap, KafkaConfig.Delivery.AT_LEAST_ONCE, Map.of(), 1),
                new TopicsConfig(
                        "poisoned.predictions",
                        "poisoned.scored",
                        "poisoned.reviews",
                        "poisoned.models",
                        "poisoned.quality",
                        "poisoned.alerts",
                        "poisoned.drift",
                        "poisoned.feedback",
                        "poisoned.dead-letters"),
                events(EventsConfig.Format.JSON),
                List.of(),
                new ModelConfig(
                        "poisoned", "champion", ModelConfig.Task.REGRESSION, "risk", ModelConfig.TargetTransform.NONE),
                /* labels= */ null,
                LearningConfig.DEFAULT,
                new BatchingConfig(
                        32,
                        Duration.ZERO,
                        Duration.ofMillis(20),
                        BatchingConfig.Order.UNORDERED,
                        1,
                        1_024,
                        Duration.ofSeconds(30)),
                new DeviceConfig(DeviceConfig.Kind.CPU, 0),
                new PredictionsConfig(PredictionsConfig.Format.JSON, /* includeFeatures= */ false, /* scored= */ true),
                new ReviewConfig(null, 0),
                PromotionConfig.DEFAULT,
                RetrainConfig.DEFAULT,
                MonitoringConfig.DEFAULT,
                new RuntimeConfig(1, RuntimeConfig.State.HEAP, Duration.ofSeconds(2)));
    }

    private static List<FieldConfig> fields() {
        return List.of(
                new FieldConfig("amount", FieldType.FLOAT, 0.0, 1e6, List.of(), true, 1, true, FieldConfig.Encode.AUTO),
                field("balance", FieldType.FLOAT, /* required= */ false),
                field("visits", FieldType.INT, /* required= */ true),
                field("member", FieldType.BOOL, /* required= */ false),
                new FieldConfig(
                        "channel",
                        FieldType.CATEGORY,
                        null,
                        null,
                        List.of("web", "shop", "phone"),
                        true,
                        1,
                        true,
                        FieldConfig.Encode.AUTO),
                new FieldConfig(
                        "note",
                        FieldType.CATEGORY,
                        null,
                        null,
                        List.of(),
                        false,
                        1,
                        /* input= */ false,
                        FieldConfig.Encode.AUTO),
                new FieldConfig(
                        "embedding",
                        FieldType.VECTOR,
                        null,
                        null,
                        List.of(),
                        true,
                        EMBEDDING,
                        true,
                        FieldConfig.Encode.AUTO));
    }

    private static FieldConfig field(String name, FieldType type, boolean required) {
        return new FieldConfig(name, type, null, null, List.of(), required, 1, true, FieldConfig.Encode.AUTO);
    }
}
