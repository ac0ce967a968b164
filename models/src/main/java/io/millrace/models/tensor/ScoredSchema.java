package io.millrace.models.tensor;

import io.millrace.config.FeatureConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.Schema;
import io.millrace.models.infer.Variant;
import io.millrace.models.infer.VersionId;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * The columns of scored rows. The raw columns keep their names; what Millrace adds begins with an underscore. See
 * docs/messages.md.
 *
 * @param row the event's fields followed by the feature columns
 * @param features number of feature columns, the last ones of {@code row}
 * @param views the names of the views, in order
 * @param freshness the names of the grades of freshness, in the order of their codes
 */
public record ScoredSchema(Schema row, int features, List<String> views, List<String> freshness)
        implements Serializable {
    static final String PREDICTION_ID = "_prediction_id";
    static final String EVENT_ID = "_event_id";
    static final String KEY = "_key";
    static final String EVENT_TIME = "_event_time";
    static final String VERSION = "_version";
    static final String OUTPUT = "_output";
    static final String VARIANT = "_variant";
    static final String PROPENSITY = "_propensity";
    static final String SHADOW_OUTPUT = "_shadow_output";
    static final String AGE = "_age_ms.";
    static final String FRESHNESS = "_freshness.";

    static final String MODEL_NAME = "millrace.model";
    static final String MODEL_VERSION = "millrace.version";
    static final String ARTEFACT = "millrace.artefact";
    static final String FRESHNESS_NAMES = "millrace.freshness";
    static final String VARIANT_NAMES = "millrace.variants";
    static final String SHADOW_VERSION = "millrace.shadow.version";
    static final String SHADOW_ARTEFACT = "millrace.shadow.artefact";
    static final String MICROS = "millrace.micros";
    static final String SHADOW_MICROS = "millrace.shadow.micros";

    private static final ArrowType TEXT = new ArrowType.Utf8();
    static final ArrowType FLOAT = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
    private static final ArrowType DOUBLE = new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
    private static final ArrowType LONG = new ArrowType.Int(Long.SIZE, /* isSigned= */ true);
    private static final ArrowType INT = new ArrowType.Int(Integer.SIZE, /* isSigned= */ true);
    private static final ArrowType BYTE = new ArrowType.Int(Byte.SIZE, /* isSigned= */ true);

    public ScoredSchema {
        views = List.copyOf(views);
        freshness = List.copyOf(freshness);
    }

    /** The columns of a pipeline. */
    public static ScoredSchema of(PipelineConfig pipeline, List<String> freshness) {
        List<String> views = new ArrayList<>();
        for (FeatureConfig feature : pipeline.features()) {
            views.add(feature.view().view());
        }
        return new ScoredSchema(
                Schema.ofRow(pipeline), Schema.ofFeatures(pipeline).size(), views, freshness);
    }

    /** Index in {@code row} of a feature column. */
    int featureIndex(int feature) {
        return row.size() - features + feature;
    }

    /** What a row takes even if all its texts are empty. */
    int leastRowBytes(int outputWidth) {
        int bytes = 2 * outputWidth * Float.BYTES;
        for (Column column : row.columns()) {
            bytes += switch (column.type()) {
                case FLOAT, INT -> Double.BYTES;
                case VECTOR -> column.length() * Float.BYTES;
                case BOOL, CATEGORY -> 0;
            };
        }
        return bytes;
    }

    org.apache.arrow.vector.types.pojo.Schema arrow(ScoredVersions versions, int outputWidth) {
        List<Field> columns = new ArrayList<>();
        columns.add(required(PREDICTION_ID, TEXT));
        columns.add(required(EVENT_ID, TEXT));
        columns.add(required(KEY, TEXT));
        columns.add(required(EVENT_TIME, new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC")));
        columns.add(required(VERSION, INT));
        for (Column column : row.columns()) {
            columns.add(field(column));
        }
        for (String view : views) {
            columns.add(Field.nullable(AGE + view, LONG));
        }
        for (int i = 0; i < features; i++) {
            columns.add(required(FRESHNESS + row.column(featureIndex(i)).name(), BYTE));
        }
        columns.add(outputWidth == 1 ? required(OUTPUT, FLOAT) : floats(OUTPUT, outputWidth));
        columns.add(required(VARIANT, BYTE));
        columns.add(required(PROPENSITY, FLOAT));
        columns.add(outputWidth == 1 ? Field.nullable(SHADOW_OUTPUT, FLOAT) : floats(SHADOW_OUTPUT, outputWidth));
        return new org.apache.arrow.vector.types.pojo.Schema(columns, metadata(versions));
    }

    private Map<String, String> metadata(ScoredVersions versions) {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put(MODEL_NAME, versions.champion().model());
        metadata.put(MODEL_VERSION, Integer.toString(versions.champion().version()));
        metadata.put(ARTEFACT, versions.champion().artefact());
        metadata.put(FRESHNESS_NAMES, String.join(",", freshness));
        metadata.put(
                VARIANT_NAMES,
                Arrays.stream(Variant.values()).map(Variant::text).collect(Collectors.joining(",")));
        VersionId candidate = versions.candidate();
        if (candidate != null) {
            metadata.put(SHADOW_VERSION, Integer.toString(candidate.version()));
            metadata.put(SHADOW_ARTEFACT, candidate.artefact());
            putMicros(metadata, SHADOW_MICROS, versions.candidateMicros());
        }
        putMicros(metadata, MICROS, versions.championMicros());
        return metadata;
    }

    private static void putMicros(Map<String, String> metadata, String key, int micros) {
        if (micros >= 0) {
            metadata.put(key, Integer.toString(micros));
        }
    }

    static Field field(Column column) {
        return switch (column.type()) {
            case FLOAT -> Field.nullable(column.name(), DOUBLE);
            case INT -> Field.nullable(column.name(), LONG);
            case BOOL -> Field.nullable(column.name(), new ArrowType.Bool());
            case CATEGORY -> Field.nullable(column.name(), TEXT);
            case VECTOR -> floats(column.name(), column.length());
        };
    }

    static Field floats(String name, int length) {
        return new Field(
                name,
                FieldType.nullable(new ArrowType.FixedSizeList(length)),
                List.of(Field.notNullable("item", FLOAT)));
    }

    private static Field required(String name, ArrowType type) {
        return Field.notNullable(name, type);
    }
}
