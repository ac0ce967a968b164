package io.millrace.operators.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.millrace.config.EventsConfig;
import io.millrace.config.ViewConfig;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.time.TimeReader;
import io.millrace.operators.record.FeatureHeaders;
import io.millrace.operators.record.FeatureUpdate;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a view's topic: the key is the entity, the value a JSON object of the columns, and without a value
 * nothing is known of the entity any more. The time of the values is where the view says, or else in the header
 * {@code ce_time}, or else the record's. Members that are no columns are passed over; a number beyond the bounds of its
 * column is missing. Never throws, whatever the bytes are.
 */
final class UpdateDecoder {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 16;
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_BYTES)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .build();

    private final ViewConfig view;
    private final Schema columns;
    private final @Nullable String timeField;
    private final @Nullable TimeReader times;

    /** Where records go once they are read. */
    interface Output {

        void update(FeatureUpdate update);

        /** The values are of another version of the view. */
        void ofAnotherVersion();

        void rejected(Rejection rejection);
    }

    UpdateDecoder(ViewConfig view) {
        this.view = view;
        this.columns = Schema.ofView(view);
        EventsConfig.Time time = view.source() instanceof ViewConfig.Topic topic ? topic.time() : null;
        this.timeField = time == null ? null : time.field();
        this.times = time == null ? null : new TimeReader(time);
    }

    void decode(RawEvent record, Output out) {
        long version = FeatureHeaders.version(record);
        if (version != FeatureHeaders.NOT_SAID && version != view.version()) {
            out.ofAnotherVersion();
            return;
        }
        try {
            out.update(read(record));
        } catch (Refused e) {
            out.rejected(new Rejection(record, Rejection.Stage.ENRICH, e.reason, of(e.problem)));
        } catch (JsonProcessingException e) {
            out.rejected(new Rejection(
                    record,
                    Rejection.Stage.ENRICH,
                    Reason.MALFORMED,
                    of("value is not JSON: " + e.getOriginalMessage())));
        } catch (IOException | RuntimeException e) {
            out.rejected(
                    new Rejection(record, Rejection.Stage.ENRICH, Reason.MALFORMED, of("value cannot be read: " + e)));
        }
    }

    private String of(String problem) {
        return "update of view " + view.view() + ": " + problem;
    }

    private FeatureUpdate read(RawEvent record) throws IOException, Refused {
        byte[] key = record.key();
        if (key == null || key.length == 0) {
            throw new Refused(Reason.MISSING_FIELD, "record has no key, which is the " + view.key());
        }
        String entity = new String(key, UTF_8);
        byte[] value = record.value();
        if (value == null) {
            return new FeatureUpdate(entity, FeatureHeaders.timeMillis(record), null);
        }
        Draft draft = new Draft(columns.size());
        try (JsonParser json = JSON.createParser(value)) {
            readObject(json, draft);
        }
        if (timeField != null && draft.timeMillis == FeatureHeaders.NOT_SAID) {
            throw new Refused(Reason.MISSING_FIELD, "time is missing: field=" + timeField);
        }
        long time = timeField == null ? FeatureHeaders.timeMillis(record) : draft.timeMillis;
        return new FeatureUpdate(entity, time, new Values(draft.numbers, draft.texts, draft.vectors));
    }

    private void readObject(JsonParser json, Draft draft) throws IOException, Refused {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new Refused(Reason.NOT_AN_OBJECT, "value is no JSON object");
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            if (name.equals(timeField)) {
                draft.timeMillis = readTime(json, token);
            }
            int column = columns.indexOf(name);
            if (column >= 0 && token != JsonToken.VALUE_NULL) {
                readColumn(json, token, column, draft);
            }
            json.skipChildren();
        }
        if (json.nextToken() != null) {
            throw new Refused(Reason.MALFORMED, "something follows the object");
        }
    }

    private long readTime(JsonParser json, JsonToken token) throws IOException, Refused {
        TimeReader reader = times;
        if (reader == null) {
            throw new IllegalStateException("view names no field with a time: view=" + view.view());
        }
        boolean number = token == JsonToken.VALUE_NUMBER_INT;
        long millis = number && reader.numbersAreMillis() ? json.getLongValue() : reader.read(json.getText());
        if (millis < 0) {
            throw new Refused(
                    Reason.BAD_TIME,
                    "time cannot be read: field=" + timeField + ", value=" + json.getText() + ", expected="
                            + reader.expected());
        }
        return millis;
    }

    private void readColumn(JsonParser json, JsonToken token, int column, Draft draft) throws IOException, Refused {
        ViewConfig.Column declared = view.columns().get(column);
        boolean fits =
                switch (declared.type()) {
                    case FLOAT -> token.isNumeric();
                    case INT -> token == JsonToken.VALUE_NUMBER_INT;
                    case BOOL -> token.isBoolean();
                    case CATEGORY -> token == JsonToken.VALUE_STRING;
                    case VECTOR -> token == JsonToken.START_ARRAY;
                };
        if (!fits) {
            throw new Refused(
                    Reason.WRONG_TYPE,
                    "column=" + declared.name() + ", type=" + declared.type() + ", found=" + json.getText());
        }
        switch (declared.type()) {
            case CATEGORY -> draft.texts[column] = json.getText();
            case BOOL -> draft.numbers[column] = token == JsonToken.VALUE_TRUE ? 1 : 0;
            case VECTOR -> draft.vectors[column] = vector(json, declared);
            case FLOAT, INT -> {
                double number = json.getDoubleValue();
                draft.numbers[column] = Double.isFinite(number) && declared.allows(number) ? number : Double.NaN;
            }
        }
    }

    private static float[] vector(JsonParser json, ViewConfig.Column declared) throws IOException, Refused {
        float[] vector = Elements.vector(declared, JsonArrays.read(json));
        if (vector == null) {
            throw new Refused(
                    Reason.WRONG_LENGTH,
                    "column=" + declared.name() + ", type=VECTOR, expected=" + declared.length() + " finite numbers");
        }
        return vector;
    }

    /** Values while they are read. */
    private static final class Draft {
        private final double[] numbers;
        private final @Nullable String[] texts;
        private final float[] @Nullable [] vectors;
        private long timeMillis = FeatureHeaders.NOT_SAID;

        Draft(int columns) {
            numbers = new double[columns];
            Arrays.fill(numbers, Double.NaN);
            texts = new String[columns];
            vectors = new float[columns] @Nullable [];
        }
    }

    /** Why a record is no update. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final Reason reason;
        private final String problem;

        Refused(Reason reason, String problem) {
            super(problem, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
            this.problem = problem;
            this.reason = reason;
        }
    }
}
