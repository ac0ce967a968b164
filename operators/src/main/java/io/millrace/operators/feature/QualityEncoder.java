package io.millrace.operators.feature;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.operators.record.FeatureCheck.Outcome;
import io.millrace.operators.record.Header;
import io.millrace.operators.record.Outbound;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Writes tallies and alerts as records of their topics: JSON, keyed by feature; see docs/messages.md. */
final class QualityEncoder {
    private static final String KIND = "feature-consistency";
    private static final JsonFactory JSON = new JsonFactory();

    private final String pipeline;

    QualityEncoder(String pipeline) {
        this.pipeline = pipeline;
    }

    Outbound tally(String feature, long minuteMillis, MinuteTally tally) {
        byte[] value = json(json -> {
            json.writeStringField("kind", KIND);
            json.writeStringField("feature", feature);
            json.writeStringField("minute", text(minuteMillis));
            json.writeNumberField("rows", tally.rows());
            json.writeNumberField("mismatch", tally.count(Outcome.MISMATCH));
            json.writeNumberField("missing", tally.count(Outcome.MISSING));
            json.writeNumberField("extra", tally.count(Outcome.EXTRA));
            json.writeNumberField("behind", tally.count(Outcome.BEHIND));
            json.writeNumberField("unchecked", tally.count(Outcome.UNCHECKED));
            json.writeNumberField("smape", tally.share(minuteMillis).smape());
            millis(json, "age_p50_ms", tally.ageMillis(0.5));
            millis(json, "age_p99_ms", tally.ageMillis(0.99));
        });
        return record("quality", feature, feature + "@" + minuteMillis, value);
    }

    Outbound alert(BoundAlert alert) {
        String measure = alert.measure().name().toLowerCase(Locale.ROOT);
        String state = alert.state().name().toLowerCase(Locale.ROOT);
        byte[] value = json(json -> {
            json.writeStringField("kind", KIND);
            json.writeStringField("feature", alert.feature());
            json.writeStringField("state", state);
            json.writeStringField("measure", measure);
            json.writeNumberField("value", alert.value());
            json.writeNumberField("bound", alert.bound());
            json.writeNumberField("rows", alert.rows());
            json.writeStringField("since", text(alert.sinceMillis()));
        });
        String id = String.join("@", alert.feature(), measure, state, Long.toString(alert.sinceMillis()));
        return record("alerts", alert.feature(), id, value);
    }

    private Outbound record(String kind, String feature, String id, byte[] value) {
        return new Outbound(
                feature.getBytes(UTF_8),
                value,
                List.of(
                        header("ce_specversion", "1.0"),
                        header("ce_id", id),
                        header("ce_source", "/millrace/" + pipeline + "/" + kind),
                        header("ce_type", "io.millrace." + kind + ".v1"),
                        header("content-type", "application/json")));
    }

    private static Header header(String name, String value) {
        return new Header(name, value.getBytes(UTF_8));
    }

    private static String text(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static void millis(JsonGenerator json, String name, double millis) throws IOException {
        json.writeFieldName(name);
        if (Double.isNaN(millis)) {
            json.writeNull();
        } else {
            json.writeNumber((long) millis);
        }
    }

    private static byte[] json(Members members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The members of an object. */
    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }
}
