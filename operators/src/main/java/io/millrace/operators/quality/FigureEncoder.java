package io.millrace.operators.quality;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.models.evaluate.LiveMetrics;
import io.millrace.operators.quality.ModelQuality.Told;
import io.millrace.operators.record.Header;
import io.millrace.operators.record.Outbound;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Writes figures as records of the quality topic: JSON, keyed by model, version, variant and slice; see docs/messages.md. */
final class FigureEncoder {
    private static final String KIND = "model-quality";
    private static final JsonFactory JSON = new JsonFactory();

    private final String pipeline;

    FigureEncoder(String pipeline) {
        this.pipeline = pipeline;
    }

    Outbound encode(Told told) {
        FigureKey key = told.key();
        String name = String.join("/", told.model(), key.standing(), key.slice());
        String time = Instant.ofEpochMilli(told.nowMillis()).toString();
        return new Outbound(
                name.getBytes(UTF_8),
                json(told, time),
                List.of(
                        header("ce_specversion", "1.0"),
                        header("ce_id", name + "@" + told.nowMillis()),
                        header("ce_source", "/millrace/" + pipeline + "/quality"),
                        header("ce_type", "io.millrace.quality.v1"),
                        header("content-type", "application/json"),
                        header("ce_time", time)));
    }

    private static Header header(String name, String value) {
        return new Header(name, value.getBytes(UTF_8));
    }

    private static byte[] json(Told told, String time) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("kind", KIND);
            json.writeStringField("model", told.model());
            json.writeNumberField("version", told.key().version());
            json.writeStringField("variant", told.key().variant());
            json.writeStringField("slice", told.key().slice());
            json.writeStringField("time", time);
            figure(told, json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void figure(Told told, JsonGenerator json) throws IOException {
        Figure figure = told.figure();
        LiveMetrics metrics = figure.metrics();
        long labels = metrics == null ? 0 : metrics.labels();
        long scored = figure.rows().rows();
        json.writeNumberField("scored", scored);
        json.writeNumberField("labels", labels);
        json.writeNumberField("absent", figure.absences());
        number(json, "coverage", (double) labels / scored);
        number(json, "maturity", told.maturity());
        json.writeNumberField("window_labels", metrics == null ? 0 : metrics.latestLabels());
        numbers(json, "window", metrics == null ? Map.of() : metrics.latest());
        numbers(json, "fading", metrics == null ? Map.of() : metrics.fading());
        numbers(json, "lifetime", metrics == null ? Map.of() : metrics.lifetime());
    }

    private static void numbers(JsonGenerator json, String name, Map<String, Double> values) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Double> each : values.entrySet()) {
            json.writeNumberField(each.getKey(), each.getValue());
        }
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }
}
