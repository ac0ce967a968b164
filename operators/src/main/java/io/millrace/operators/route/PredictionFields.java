package io.millrace.operators.route;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.config.ModelConfig;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.Schema;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Prediction;
import java.io.IOException;
import java.time.Instant;

/** The JSON fields that predictions and reviews have in common. */
final class PredictionFields {
    private static final int SHORT_ARTEFACT = 12;

    private final ModelConfig model;
    private final Schema row;

    PredictionFields(RouteSettings settings) {
        this.model = settings.model();
        this.row = settings.row();
    }

    void writeIdentity(JsonGenerator json, Prediction prediction) throws IOException {
        Event event = prediction.event().event();
        json.writeStringField("prediction_id", prediction.id());
        json.writeStringField("event_id", event.id());
        json.writeStringField("key", event.key());
        json.writeStringField(
                "event_time", Instant.ofEpochMilli(event.timeMillis()).toString());
    }

    void writeModel(JsonGenerator json, ModelStamp stamp) throws IOException {
        String artefact = stamp.artefact();
        json.writeStringField("model", stamp.name());
        json.writeNumberField("version", stamp.version());
        json.writeStringField("artefact", artefact.substring(0, Math.min(SHORT_ARTEFACT, artefact.length())));
        json.writeStringField("variant", stamp.variant());
        json.writeNumberField("propensity", stamp.propensity());
    }

    /** What the model said, by its task, and how sure it is. */
    void writeOutput(JsonGenerator json, float[] outputs) throws IOException {
        json.writeObjectFieldStart("output");
        switch (model.task()) {
            case REGRESSION -> json.writeNumberField(model.target(), outputs[0]);
            case BINARY -> json.writeNumberField("probability", outputs[0]);
            case MULTICLASS -> {
                json.writeNumberField("class", Confidence.mostProbable(outputs));
                writeFloats(json, "classes", outputs);
            }
            case VECTOR -> writeFloats(json, model.target(), outputs);
        }
        json.writeEndObject();
        double confidence = Confidence.of(model.task(), outputs);
        if (Double.isNaN(confidence)) {
            json.writeNullField("confidence");
        } else {
            json.writeNumberField("confidence", (float) confidence);
        }
    }

    /** How far the features could be trusted. */
    void writeFeatures(JsonGenerator json, FeatureValues features) throws IOException {
        json.writeObjectFieldStart("features");
        json.writeStringField("status", features.worst().name());
        if (features.maxAgeMillis() == FeatureValues.NO_AGE) {
            json.writeNullField("age_ms");
        } else {
            json.writeNumberField("age_ms", features.maxAgeMillis());
        }
        json.writeBooleanField("degraded", features.degraded());
        json.writeEndObject();
    }

    /** Every value that the prediction was made from, by the name of its column. */
    void writeInputs(JsonGenerator json, Row values) throws IOException {
        json.writeObjectFieldStart("inputs");
        for (int i = 0; i < row.size(); i++) {
            json.writeFieldName(row.column(i).name());
            writeValue(json, row.column(i), values, i);
        }
        json.writeEndObject();
    }

    private static void writeValue(JsonGenerator json, Column column, Row values, int index) throws IOException {
        switch (column.type()) {
            case CATEGORY -> json.writeString(values.text(index));
            case VECTOR -> {
                float[] elements = values.vector(index);
                if (elements == null) {
                    json.writeNull();
                } else {
                    writeFloats(json, elements);
                }
            }
            case FLOAT, INT, BOOL -> writeNumber(json, column, values.number(index));
        }
    }

    private static void writeNumber(JsonGenerator json, Column column, double number) throws IOException {
        if (Double.isNaN(number)) {
            json.writeNull();
            return;
        }
        switch (column.type()) {
            case INT -> json.writeNumber((long) number);
            case BOOL -> json.writeBoolean(number != 0);
            case FLOAT, CATEGORY, VECTOR -> json.writeNumber(number);
        }
    }

    private static void writeFloats(JsonGenerator json, String name, float[] floats) throws IOException {
        json.writeFieldName(name);
        writeFloats(json, floats);
    }

    private static void writeFloats(JsonGenerator json, float[] floats) throws IOException {
        json.writeStartArray();
        for (float each : floats) {
            json.writeNumber(each);
        }
        json.writeEndArray();
    }
}
