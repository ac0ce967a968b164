package io.millrace.operators.route;

import io.millrace.config.ModelConfig;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.Schema;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.ModelStamp;
import org.jspecify.annotations.Nullable;

/** The JSON fields that predictions and reviews have in common. Used by one thread. */
final class PredictionFields {
    private static final int SHORT_ARTEFACT = 12;
    private static final JsonName PREDICTION_ID = new JsonName("prediction_id");
    private static final JsonName EVENT_ID = new JsonName("event_id");
    private static final JsonName KEY = new JsonName("key");
    private static final JsonName EVENT_TIME = new JsonName("event_time");
    private static final JsonName MODEL = new JsonName("model");
    private static final JsonName VERSION = new JsonName("version");
    private static final JsonName ARTEFACT = new JsonName("artefact");
    private static final JsonName VARIANT = new JsonName("variant");
    private static final JsonName PROPENSITY = new JsonName("propensity");
    private static final String OUTPUT = "output";
    private static final JsonName OUTPUT_PROBABILITY = new JsonName(OUTPUT, "probability");
    private static final JsonName OUTPUT_CLASS = new JsonName(OUTPUT, "class");
    private static final JsonName CLASSES = new JsonName("classes");
    private static final JsonName CONFIDENCE = new JsonName("confidence");
    private static final JsonName FEATURES_STATUS = new JsonName("features", "status");
    private static final JsonName AGE = new JsonName("age_ms");
    private static final JsonName DEGRADED = new JsonName("degraded");
    private static final JsonName INPUTS = new JsonName("inputs");

    private final ModelConfig.Task task;
    private final JsonName outputTarget;
    private final Schema row;
    private final JsonName[] columns;
    private final StampFields latest = new StampFields();
    private final StampFields before = new StampFields();

    /** The JSON of a model's stamp. */
    private static final class StampFields {
        private @Nullable ModelStamp stamp;
        private byte[] json = {};
    }

    PredictionFields(RouteSettings settings) {
        this.task = settings.model().task();
        this.outputTarget = new JsonName(OUTPUT, settings.model().target());
        this.row = settings.row();
        this.columns = row.columns().stream()
                .map(column -> new JsonName(column.name()))
                .toArray(JsonName[]::new);
    }

    void writeIdentity(JsonBuffer json, Identity identity) {
        json.name(PREDICTION_ID);
        json.plainText(identity.id());
        json.name(EVENT_ID);
        json.text(identity.event().id());
        json.name(KEY);
        json.text(identity.event().key());
        json.name(EVENT_TIME);
        json.plainText(identity.time());
    }

    /* Most predictions come from the model of the one before, or, with a canary, from one of two. */
    void writeModel(JsonBuffer json, ModelStamp of) {
        if (!of.equals(latest.stamp)) {
            ModelStamp stamp = latest.stamp;
            byte[] fields = latest.json;
            latest.json = of.equals(before.stamp) ? before.json : stampFields(of);
            latest.stamp = of;
            before.stamp = stamp;
            before.json = fields;
        }
        json.append(latest.json);
    }

    private static byte[] stampFields(ModelStamp stamp) {
        JsonBuffer json = new JsonBuffer();
        json.name(MODEL);
        json.text(stamp.name());
        json.name(VERSION);
        json.number((long) stamp.version());
        json.name(ARTEFACT);
        json.text(stamp.artefact()
                .substring(0, Math.min(SHORT_ARTEFACT, stamp.artefact().length())));
        json.name(VARIANT);
        json.text(stamp.variant());
        json.name(PROPENSITY);
        json.number(stamp.propensity());
        return json.bytes();
    }

    /** What the model said, by its task, and how sure it is. */
    void writeOutput(JsonBuffer json, float[] outputs) {
        switch (task) {
            case REGRESSION -> {
                json.name(outputTarget);
                json.number(outputs[0]);
            }
            case BINARY -> {
                json.name(OUTPUT_PROBABILITY);
                json.number(outputs[0]);
            }
            case MULTICLASS -> {
                json.name(OUTPUT_CLASS);
                json.number((long) Confidence.mostProbable(outputs));
                json.name(CLASSES);
                writeFloats(json, outputs);
            }
            case VECTOR -> {
                json.name(outputTarget);
                writeFloats(json, outputs);
            }
        }
        json.closeObject();
        writeConfidence(json, Confidence.of(task, outputs));
    }

    private static void writeConfidence(JsonBuffer json, double confidence) {
        json.name(CONFIDENCE);
        if (Double.isNaN(confidence)) {
            json.nothing();
        } else {
            json.number((float) confidence);
        }
    }

    /** How far the features could be trusted. */
    void writeFeatures(JsonBuffer json, FeatureValues features) {
        json.name(FEATURES_STATUS);
        json.text(features.worst().name());
        json.name(AGE);
        if (features.maxAgeMillis() == FeatureValues.NO_AGE) {
            json.nothing();
        } else {
            json.number(features.maxAgeMillis());
        }
        json.name(DEGRADED);
        json.truth(features.degraded());
        json.closeObject();
    }

    /** Every value that the prediction was made from, by the name of its column; null if they are left out. */
    void writeInputs(JsonBuffer json, @Nullable Row values) {
        json.name(INPUTS);
        if (values == null) {
            json.nothing();
            return;
        }
        json.openObject();
        for (int i = 0; i < columns.length; i++) {
            json.name(columns[i]);
            writeValue(json, row.column(i), values, i);
        }
        json.closeObject();
    }

    private static void writeValue(JsonBuffer json, Column column, Row values, int index) {
        switch (column.type()) {
            case CATEGORY -> json.text(values.text(index));
            case VECTOR -> {
                float[] elements = values.vector(index);
                if (elements == null) {
                    json.nothing();
                } else {
                    writeFloats(json, elements);
                }
            }
            case FLOAT, INT, BOOL -> writeNumber(json, column, values.number(index));
        }
    }

    private static void writeNumber(JsonBuffer json, Column column, double number) {
        if (Double.isNaN(number)) {
            json.nothing();
            return;
        }
        switch (column.type()) {
            case INT -> json.number((long) number);
            case BOOL -> json.truth(number != 0);
            case FLOAT, CATEGORY, VECTOR -> json.number(number);
        }
    }

    private static void writeFloats(JsonBuffer json, float[] floats) {
        json.openList();
        for (int i = 0; i < floats.length; i++) {
            if (i > 0) {
                json.comma();
            }
            json.number(floats[i]);
        }
        json.closeList();
    }
}
