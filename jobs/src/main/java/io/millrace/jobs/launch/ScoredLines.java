package io.millrace.jobs.launch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.models.tensor.ArrowStream;
import io.millrace.models.tensor.ScoredReader;
import io.millrace.models.tensor.TensorMemory;
import io.millrace.operators.record.RawEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Shows each row of a record that is an Arrow stream, as those of the {@code scored} topic are. */
final class ScoredLines implements RecordLines, AutoCloseable {
    private static final long MEMORY_BYTES = 256L << 20;
    private static final JsonFactory JSON = new JsonFactory();

    private final TensorMemory memory = new TensorMemory(MEMORY_BYTES);
    private final ScoredReader reader = new ScoredReader(memory);

    @Override
    public List<String> forPeople(RawEvent record) {
        List<String> lines = new ArrayList<>();
        for (Map<String, @Nullable Object> row : rows(record)) {
            StringJoiner line = new StringJoiner("  ");
            row.forEach((name, value) -> line.add(name + "=" + value));
            lines.add(line.toString());
        }
        return lines;
    }

    @Override
    public List<String> forPrograms(RawEvent record) {
        List<String> lines = new ArrayList<>();
        for (Map<String, @Nullable Object> row : rows(record)) {
            lines.add(json(row));
        }
        return lines;
    }

    /** Shows records that are no Arrow streams in another way. */
    RecordLines orElse(RecordLines other) {
        return new RecordLines() {
            @Override
            public List<String> forPeople(RawEvent record) {
                return isTable(record) ? ScoredLines.this.forPeople(record) : other.forPeople(record);
            }

            @Override
            public List<String> forPrograms(RawEvent record) {
                return isTable(record) ? ScoredLines.this.forPrograms(record) : other.forPrograms(record);
            }
        };
    }

    private static boolean isTable(RawEvent record) {
        byte[] value = record.value();
        return value != null && ArrowStream.begins(value);
    }

    private List<Map<String, @Nullable Object>> rows(RawEvent record) {
        byte[] arrow = record.value();
        if (arrow == null) {
            return List.of();
        }
        try {
            return reader.rows(arrow);
        } catch (IOException e) {
            throw new CommandFailure(
                    "record is no Arrow stream: position=" + record.position() + ", cause=" + e.getMessage(), e);
        }
    }

    private static String json(Map<String, @Nullable Object> row) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            for (Map.Entry<String, @Nullable Object> column : row.entrySet()) {
                json.writeFieldName(column.getKey());
                write(json, column.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(json, element);
            }
            json.writeEndArray();
        } else {
            json.writePOJO(value);
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
