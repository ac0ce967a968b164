package io.millrace.jobs.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.config.EventsConfig;
import io.millrace.config.FieldConfig;
import io.millrace.config.FieldType;
import io.millrace.models.learn.CsvRow;
import io.millrace.models.learn.CsvTable;
import io.millrace.models.learn.DataException;
import io.millrace.operators.record.Outbound;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a file as JSON events: every column but one that is not known when the event happens. A cell is
 * written as the type its field is declared with if it can be, and as text otherwise, so that a bad cell becomes a bad
 * event and not a different one.
 */
public final class CsvEvents {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Set<FieldType> NUMBERS = EnumSet.of(FieldType.FLOAT, FieldType.INT);

    private final List<String> header;
    private final Map<String, FieldType> types = new HashMap<>();
    private final @Nullable String hidden;
    private final int key;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /**
     * Finds the columns.
     *
     * @param hidden a column that the events do not have, or null
     * @throws DataException if the file lacks the id, the key or a required field, without which every row would be refused
     */
    public CsvEvents(EventsConfig events, @Nullable String hidden, CsvTable table) throws DataException {
        this.header = table.header();
        this.hidden = hidden;
        this.key = table.column(events.key());
        table.column(events.id());
        for (FieldConfig field : events.fields()) {
            if (field.required()) {
                table.column(field.name());
            }
            types.put(field.name(), field.type());
        }
        if (events.time().pattern() == null) {
            types.putIfAbsent(events.time().field(), FieldType.INT);
        }
    }

    /** The event of a row. */
    public Outbound event(CsvRow row) {
        bytes.reset();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            for (int i = 0; i < header.size(); i++) {
                if (!header.get(i).equals(hidden)) {
                    json.writeFieldName(header.get(i));
                    write(json, row.cells()[i].strip(), types.get(header.get(i)));
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Outbound(row.cells()[key].strip().getBytes(StandardCharsets.UTF_8), bytes.toByteArray(), List.of());
    }

    private static void write(JsonGenerator json, String cell, @Nullable FieldType type) throws IOException {
        if (cell.isEmpty()) {
            json.writeNull();
        } else if (type == FieldType.BOOL && (cell.equals("1") || cell.equals("true"))) {
            json.writeBoolean(true);
        } else if (type == FieldType.BOOL && (cell.equals("0") || cell.equals("false"))) {
            json.writeBoolean(false);
        } else if (type != null
                && NUMBERS.contains(type)
                && NUMBER.matcher(cell).matches()) {
            json.writeNumber(cell);
        } else if (type == FieldType.VECTOR) {
            vector(json, cell);
        } else {
            json.writeString(cell);
        }
    }

    private static void vector(JsonGenerator json, String cell) throws IOException {
        json.writeStartArray();
        for (String element : cell.split("[ ,;]+", -1)) {
            write(json, element, FieldType.FLOAT);
        }
        json.writeEndArray();
    }
}
