package io.millrace.operators.validate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.millrace.config.EventsConfig;
import io.millrace.config.FieldType;
import io.millrace.models.tensor.TableColumn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a row of a table as one JSON object: what was read of it, whether it is good or not. */
final class RowJson {
    /** NaN and infinity are texts: JSON has no such numbers. */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .build();

    private static final double MAX_WHOLE = 1L << 53;

    private final EventTable table;
    private final int row;
    private final JsonGenerator json;
    private final Set<String> written = new HashSet<>();

    private RowJson(EventTable table, int row, JsonGenerator json) {
        this.table = table;
        this.row = row;
        this.json = json;
    }

    static byte[] write(EventTable table, int row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            new RowJson(table, row, json).write();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private void write() throws IOException {
        json.writeStartObject();
        EventsConfig events = table.shape().events();
        for (int field = 0; field < table.shape().size(); field++) {
            FieldRule rule = table.shape().rule(field);
            begin(rule.name());
            TableColumn column = table.column(field);
            if (column == null || column.missing(row)) {
                json.writeNull();
            } else {
                writeValue(rule.type(), column);
            }
        }
        if (begin(events.id())) {
            json.writeString(table.id(row));
        }
        if (begin(events.key())) {
            json.writeString(table.key(row));
        }
        if (begin(events.time().field())) {
            writeTime(table.timeColumn());
        }
        json.writeEndObject();
    }

    private boolean begin(String name) throws IOException {
        boolean isNew = written.add(name);
        if (isNew) {
            json.writeFieldName(name);
        }
        return isNew;
    }

    private void writeValue(FieldType type, TableColumn column) throws IOException {
        switch (type) {
            case FLOAT -> json.writeNumber(column.numbers()[row]);
            case INT -> writeWhole(column.numbers()[row]);
            case BOOL -> json.writeBoolean(column.numbers()[row] == 1);
            case CATEGORY -> json.writeString(column.texts()[row]);
            case VECTOR -> writeVector(column);
        }
    }

    private void writeWhole(double value) throws IOException {
        if (value == Math.rint(value) && Math.abs(value) <= MAX_WHOLE) {
            json.writeNumber((long) value);
        } else {
            json.writeNumber(value);
        }
    }

    private void writeVector(TableColumn column) throws IOException {
        json.writeStartArray();
        for (int i = 0; i < column.length(row); i++) {
            json.writeNumber(column.elements()[column.start(row) + i]);
        }
        json.writeEndArray();
    }

    private void writeTime(TableColumn column) throws IOException {
        @Nullable String[] texts = column.texts();
        if (column.missing(row)) {
            json.writeNull();
        } else if (texts.length > 0) {
            json.writeString(texts[row]);
        } else {
            long millis = table.timeMillis(row);
            json.writeString(Instant.ofEpochMilli(millis).toString());
        }
    }
}
