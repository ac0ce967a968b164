package io.millrace.operators.feature;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.config.ViewConfig;
import io.millrace.models.feature.Values;
import io.millrace.operators.record.FeatureHeaders;
import io.millrace.operators.record.FeatureUpdate;
import io.millrace.operators.record.Outbound;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes the values of a view as a record of its topic: a JSON object with one member per column, null where nothing is
 * known; no value at all when nothing is known of the entity.
 */
final class FeatureEncoder {
    private static final JsonFactory JSON = new JsonFactory();

    private final ViewConfig view;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    FeatureEncoder(ViewConfig view) {
        this.view = view;
    }

    Outbound encode(FeatureUpdate update) {
        Values values = update.values();
        return new Outbound(
                update.key().getBytes(UTF_8),
                values == null ? null : json(values),
                FeatureHeaders.of(view.view(), view.version(), update));
    }

    private byte[] json(Values values) {
        bytes.reset();
        List<ViewConfig.Column> columns = view.columns();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            for (int i = 0; i < columns.size(); i++) {
                json.writeFieldName(columns.get(i).name());
                write(json, columns.get(i), values, i);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, ViewConfig.Column column, Values values, int index)
            throws IOException {
        double number = values.number(index);
        switch (column.type()) {
            case CATEGORY -> json.writeString(values.text(index));
            case FLOAT -> {
                if (Double.isNaN(number)) {
                    json.writeNull();
                } else {
                    json.writeNumber(number);
                }
            }
            case INT -> {
                if (Double.isNaN(number)) {
                    json.writeNull();
                } else {
                    json.writeNumber((long) number);
                }
            }
            case BOOL, VECTOR ->
                throw new IllegalStateException("no aggregate is of this type: column=" + column.name());
        }
    }
}
