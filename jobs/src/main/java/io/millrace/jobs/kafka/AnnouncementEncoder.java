package io.millrace.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.Outbound;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes a model announcement as a record of the {@code models} topic, which is keyed by the model. */
public final class AnnouncementEncoder {
    private static final JsonFactory JSON = new JsonFactory();

    private AnnouncementEncoder() {}

    /** The record of an announcement. */
    public static Outbound encode(ModelAnnouncement announcement) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(value)) {
            json.writeStartObject();
            writeFields(json, announcement);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return new Outbound(announcement.model().getBytes(UTF_8), value.toByteArray(), List.of());
    }

    /** Writes the fields of an announcement into an open object; what else is in it is passed over by whoever reads it. */
    public static void writeFields(JsonGenerator json, ModelAnnouncement announcement) throws IOException {
        json.writeStringField("model", announcement.model());
        json.writeNumberField("version", announcement.version());
        json.writeNumberField("epoch", announcement.epoch());
        if (announcement.hasCandidate()) {
            json.writeNumberField("candidate", announcement.candidate());
            json.writeNumberField("share", announcement.share());
        }
    }
}
