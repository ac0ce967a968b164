package io.millrace.operators.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.Header;
import io.millrace.operators.record.Label;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Scored;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes feedback as records of its topic: JSON, keyed by the prediction id; see docs/messages.md. */
final class FeedbackEncoder {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Header SPEC_VERSION = header("ce_specversion", "1.0");
    private static final Header TYPE = header("ce_type", "io.millrace.feedback.v1");
    private static final Header CONTENT_TYPE = header("content-type", "application/json");

    private final Schema row;
    private final Header source;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    FeedbackEncoder(String pipeline, Schema row) {
        this.row = row;
        this.source = header("ce_source", "/millrace/" + pipeline + "/feedback");
    }

    /** The record; without the inputs if they would make it too large. */
    Outbound encode(Feedback feedback) {
        Outbound whole = record(feedback, feedback.scored().values());
        return whole.bytes() <= Outbound.MAX_BYTES ? whole : record(feedback, null);
    }

    private Outbound record(Feedback feedback, @Nullable Values inputs) {
        Scored scored = feedback.scored();
        List<Header> headers = List.of(
                SPEC_VERSION,
                header("ce_id", feedback.id()),
                source,
                TYPE,
                CONTENT_TYPE,
                header("ce_time", time(scored.timeMillis())));
        return new Outbound(scored.id().getBytes(UTF_8), value(feedback, inputs), headers);
    }

    private byte[] value(Feedback feedback, @Nullable Values inputs) {
        bytes.reset();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            writeScored(json, feedback.scored());
            json.writeStringField("kind", feedback.kind().name());
            json.writeStringField("label", feedback.label());
            json.writeStringField("replaced", feedback.replaced());
            Feedback.Evidence evidence = feedback.evidence();
            if (evidence != null) {
                write(json, evidence);
            }
            json.writeFieldName("maturity");
            writeNumber(json, feedback.maturity());
            writeModel(json, feedback.scored());
            writeInputs(json, inputs);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeScored(JsonGenerator json, Scored scored) throws IOException {
        json.writeStringField("prediction_id", scored.id());
        json.writeStringField("event_id", scored.eventId());
        json.writeStringField("key", scored.key());
        json.writeStringField("event_time", time(scored.timeMillis()));
    }

    private static void write(JsonGenerator json, Feedback.Evidence evidence) throws IOException {
        json.writeNumberField("weight", evidence.weight());
        json.writeStringField("source", evidence.source());
        json.writeStringField("labeler", evidence.labeler());
        json.writeStringField(
                "label_time", evidence.timeMillis() == Label.NO_TIME ? null : time(evidence.timeMillis()));
        json.writeStringField("known", evidence.knownMillis() < 0 ? null : time(evidence.knownMillis()));
        json.writeNumberField("delay_ms", evidence.delayMillis());
    }

    private static void writeModel(JsonGenerator json, Scored scored) throws IOException {
        ModelStamp model = scored.model();
        json.writeObjectFieldStart("model");
        json.writeStringField("name", model.name());
        json.writeNumberField("version", model.version());
        json.writeStringField("artefact", model.artefact());
        json.writeStringField("variant", model.variant());
        json.writeNumberField("propensity", model.propensity());
        json.writeEndObject();
        json.writeFieldName("output");
        writeFloats(json, scored.outputs());
        Scored.Shadow shadow = scored.shadow();
        if (shadow != null) {
            json.writeObjectFieldStart("shadow");
            json.writeNumberField("version", shadow.version());
            json.writeFieldName("output");
            writeFloats(json, shadow.outputs());
            json.writeEndObject();
        }
    }

    private void writeInputs(JsonGenerator json, @Nullable Values inputs) throws IOException {
        if (inputs == null) {
            json.writeNullField("inputs");
            return;
        }
        json.writeObjectFieldStart("inputs");
        for (int i = 0; i < row.size(); i++) {
            json.writeFieldName(row.column(i).name());
            writeValue(json, row.column(i), inputs, i);
        }
        json.writeEndObject();
    }

    private static void writeValue(JsonGenerator json, Column column, Values inputs, int index) throws IOException {
        double number = inputs.number(index);
        switch (column.type()) {
            case CATEGORY -> json.writeString(inputs.text(index));
            case VECTOR -> writeFloats(json, inputs.vector(index));
            case FLOAT -> writeNumber(json, number);
            case INT -> {
                if (Double.isNaN(number)) {
                    json.writeNull();
                } else {
                    json.writeNumber((long) number);
                }
            }
            case BOOL -> {
                if (Double.isNaN(number)) {
                    json.writeNull();
                } else {
                    json.writeBoolean(number != 0);
                }
            }
        }
    }

    private static void writeNumber(JsonGenerator json, double number) throws IOException {
        if (Double.isFinite(number)) {
            json.writeNumber(number);
        } else {
            json.writeNull();
        }
    }

    private static void writeFloats(JsonGenerator json, float @Nullable [] floats) throws IOException {
        if (floats == null) {
            json.writeNull();
            return;
        }
        json.writeStartArray();
        for (float each : floats) {
            json.writeNumber(each);
        }
        json.writeEndArray();
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static Header header(String name, String value) {
        return new Header(name, value.getBytes(UTF_8));
    }
}
