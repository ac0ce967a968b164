package io.millrace.models.tensor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ScoredWriter} wrote, onto the heap. Safe for use by several threads; all off-heap memory is given
 * back before a call returns.
 */
public final class ScoredReader {
    private final TensorMemory memory;

    public ScoredReader(TensorMemory memory) {
        this.memory = memory;
    }

    /**
     * Every row as its columns by name, in the order of the schema. Values are texts, numbers, booleans, lists of floats
     * and, for what is missing, null; times are ISO-8601, grades of freshness and variants are names.
     *
     * @throws IOException if the bytes are no Arrow IPC stream
     */
    public List<Map<String, @Nullable Object>> rows(byte[] arrow) throws IOException {
        return read(arrow, root -> {
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            Codes codes = new Codes(freshness(root), names(root, ScoredSchema.VARIANT_NAMES));
            for (int i = 0; i < root.getRowCount(); i++) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (FieldVector vector : root.getFieldVectors()) {
                    row.put(vector.getName(), value(vector, i, codes));
                }
                rows.add(row);
            }
            return rows;
        });
    }

    /**
     * Hands every row over, as columns of the schema; it is good for one call.
     *
     * @throws IOException if the bytes are no Arrow IPC stream of rows of the schema
     */
    public void forEach(byte[] arrow, ScoredSchema schema, Consumer<? super ScoredRow> rows) throws IOException {
        read(arrow, root -> {
            ScoredCursor cursor = new ScoredCursor(schema, root, freshness(root));
            while (cursor.next()) {
                rows.accept(cursor);
            }
            return List.of();
        });
    }

    /**
     * Hands every row over, as columns of the schema, with the number of elements of an output; the row is good for one
     * call.
     *
     * @throws IOException if the bytes are no Arrow IPC stream of rows of the schema
     */
    public void forEachWithWidth(byte[] arrow, ScoredSchema schema, ObjIntConsumer<? super ScoredRow> rows)
            throws IOException {
        read(arrow, root -> {
            ScoredCursor cursor = new ScoredCursor(schema, root, freshness(root));
            int width =
                    root.getVector(ScoredSchema.OUTPUT) instanceof FixedSizeListVector list ? list.getListSize() : 1;
            while (cursor.next()) {
                rows.accept(cursor, width);
            }
            return List.of();
        });
    }

    /**
     * The prediction id of every row.
     *
     * @throws IOException if the bytes are no Arrow IPC stream of scored rows
     */
    public List<String> predictionIds(byte[] arrow) throws IOException {
        return read(arrow, root -> {
            FieldVector vector = root.getVector(ScoredSchema.PREDICTION_ID);
            if (vector == null) {
                throw new IOException("stream has no column of prediction ids: columns="
                        + root.getSchema().getFields().stream()
                                .map(field -> field.getName())
                                .toList());
            }
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < root.getRowCount(); i++) {
                ids.add(String.valueOf(vector.getObject(i)));
            }
            return ids;
        });
    }

    private <R> List<R> read(byte[] arrow, BatchReader<R> reader) throws IOException {
        List<R> all = new ArrayList<>();
        try (ArrowStreamReader stream = new ArrowStreamReader(new ByteArrayInputStream(arrow), memory.allocator())) {
            while (stream.loadNextBatch()) {
                all.addAll(reader.read(stream.getVectorSchemaRoot()));
            }
        } catch (RuntimeException e) {
            throw new IOException("bytes are no Arrow IPC stream: bytes=" + arrow.length, e);
        }
        return all;
    }

    /** Takes the rows out of a record batch. */
    private interface BatchReader<R> {
        List<R> read(VectorSchemaRoot root) throws IOException;
    }

    private static List<String> freshness(VectorSchemaRoot root) {
        return names(root, ScoredSchema.FRESHNESS_NAMES);
    }

    private static List<String> names(VectorSchemaRoot root, String key) {
        Map<String, String> metadata = root.getSchema().getCustomMetadata();
        return List.of(metadata.getOrDefault(key, "").split(",", -1));
    }

    /** What the codes in a record batch stand for. */
    private record Codes(List<String> freshness, List<String> variants) {

        Object name(String column, Byte code) {
            List<String> names = List.of();
            if (column.startsWith(ScoredSchema.FRESHNESS)) {
                names = freshness;
            } else if (column.equals(ScoredSchema.VARIANT)) {
                names = variants;
            }
            return code < names.size() ? names.get(code) : code;
        }
    }

    private static @Nullable Object value(FieldVector vector, int row, Codes codes) {
        if (vector.isNull(row)) {
            return null;
        }
        Object value = vector.getObject(row);
        if (vector instanceof VarCharVector) {
            return value.toString();
        }
        if (vector instanceof TimeStampMilliTZVector times) {
            return Instant.ofEpochMilli(times.get(row)).toString();
        }
        if (value instanceof Byte code) {
            return codes.name(vector.getName(), code);
        }
        return value;
    }
}
