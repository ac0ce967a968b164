package io.millrace.jobs.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.millrace.operators.record.ModelAnnouncement;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a model announcement, {@code {"model": …, "version": …, "epoch": …, "candidate": …, "share": …}}, of which the last
 * two may be missing. Total: whatever else lies on the topic, tombstones included, is no announcement.
 */
final class AnnouncementDecoder {
    private static final int MAX_BYTES = 64 << 10;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxNumberLength(20)
                    .maxStringLength(MAX_BYTES)
                    .maxNameLength(256)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private AnnouncementDecoder() {}

    /** The announcement, or what is wrong with it. */
    record Result(Optional<ModelAnnouncement> announcement, String problem) {}

    static Result decode(byte @Nullable [] value) {
        if (value == null) {
            return refuse("no value");
        }
        if (value.length > MAX_BYTES) {
            return refuse("value is too large: bytes=" + value.length + ", max=" + MAX_BYTES);
        }
        try (JsonParser json = JSON.createParser(value)) {
            return read(json);
        } catch (IOException | RuntimeException e) {
            return refuse("value is not JSON: cause=" + firstLine(e.getMessage()));
        }
    }

    private static Result read(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return refuse("value is not a JSON object");
        }
        Draft draft = new Draft();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            draft.read(json, name, token);
        }
        return draft.result();
    }

    /** What has been read of an announcement. */
    private static final class Draft {
        private String model = "";
        private int version;
        private long epoch = -1;
        private int candidate;
        private double share;

        void read(JsonParser json, String name, JsonToken token) throws IOException {
            if (name.equals("model") && token == JsonToken.VALUE_STRING) {
                model = json.getText();
            } else if (name.equals("version") && token == JsonToken.VALUE_NUMBER_INT) {
                version = json.getIntValue();
            } else if (name.equals("epoch") && token == JsonToken.VALUE_NUMBER_INT) {
                epoch = json.getLongValue();
            } else if (name.equals("candidate") && token == JsonToken.VALUE_NUMBER_INT) {
                candidate = json.getIntValue();
            } else if (name.equals("share") && token.isNumeric()) {
                share = json.getDoubleValue();
            } else {
                json.skipChildren();
            }
        }

        Result result() {
            if (model.isEmpty() || version < 1 || epoch < 0) {
                return refuse("announcement is incomplete: model=" + model + ", version=" + version + ", epoch=" + epoch
                        + "; it needs a model, a version from 1 and an epoch from 0");
            }
            if (candidate < 0 || !(share >= 0 && share <= 1)) {
                return refuse("announcement has a bad candidate: candidate=" + candidate + ", share=" + share
                        + "; a candidate is a version from 1, and its share 0 to 1");
            }
            return new Result(Optional.of(new ModelAnnouncement(model, version, epoch, candidate, share)), "");
        }
    }

    private static Result refuse(String problem) {
        return new Result(Optional.empty(), problem);
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "unknown" : message.lines().findFirst().orElse("");
    }
}
