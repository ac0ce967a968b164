package io.millrace.models.tensor;

import io.millrace.config.FieldType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;

/**
 * Writes scored rows as Arrow IPC streams with one record batch each. Safe for use by several threads; all off-heap
 * memory is given back before a call returns.
 */
public final class ScoredWriter {
    private final ScoredSchema schema;
    private final TensorMemory memory;
    private final int[] texts;

    public ScoredWriter(ScoredSchema schema, TensorMemory memory) {
        this.schema = schema;
        this.memory = memory;
        this.texts = IntStream.range(0, schema.row().size())
                .filter(column -> schema.row().column(column).type() == FieldType.CATEGORY)
                .toArray();
    }

    /** Some rows as the bytes of one Arrow IPC stream. */
    public record Part(int rows, byte[] arrow) {}

    /**
     * The rows in as few parts of at most {@code maxBytes} as halving gives: one, unless the rows are very wide. A single
     * row is one part, however large.
     *
     * @param outputWidth elements of the output of one row
     */
    public List<Part> write(ScoredVersions versions, int outputWidth, List<? extends ScoredRow> rows, int maxBytes) {
        if (rows.size() == 1 || leastBytes(outputWidth, rows) <= maxBytes) {
            byte[] arrow = encode(versions, outputWidth, rows);
            if (arrow.length <= maxBytes || rows.size() == 1) {
                return List.of(new Part(rows.size(), arrow));
            }
        }
        int half = rows.size() / 2;
        List<Part> parts = new ArrayList<>(write(versions, outputWidth, rows.subList(0, half), maxBytes));
        parts.addAll(write(versions, outputWidth, rows.subList(half, rows.size()), maxBytes));
        return parts;
    }

    /* At least a byte for each char; a text that rows share is written with each of them. */
    private long leastBytes(int outputWidth, List<? extends ScoredRow> rows) {
        long bytes = (long) rows.size() * schema.leastRowBytes(outputWidth);
        for (ScoredRow row : rows) {
            bytes += row.eventId().length() + row.key().length();
            for (int column : texts) {
                String text = row.text(column);
                bytes += text == null ? 0 : text.length();
            }
        }
        return bytes;
    }

    private byte[] encode(ScoredVersions versions, int outputWidth, List<? extends ScoredRow> rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema.arrow(versions, outputWidth), memory.allocator());
                ArrowStreamWriter writer = new ArrowStreamWriter(
                        root, new DictionaryProvider.MapDictionaryProvider(), Channels.newChannel(bytes))) {
            fill(root, rows);
            root.setRowCount(rows.size());
            writer.start();
            writer.writeBatch();
            writer.end();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private void fill(VectorSchemaRoot root, List<? extends ScoredRow> rows) {
        ScoredVectors vectors = new ScoredVectors(root, rows);
        vectors.texts(ScoredRow::predictionId);
        vectors.texts(ScoredRow::eventId);
        vectors.texts(ScoredRow::key);
        vectors.times();
        vectors.versions();
        for (int column = 0; column < schema.row().size(); column++) {
            vectors.column(schema.row().column(column).type(), column);
        }
        for (int view = 0; view < schema.views().size(); view++) {
            vectors.ages(view);
        }
        for (int feature = 0; feature < schema.features(); feature++) {
            vectors.freshness(feature);
        }
        vectors.outputs();
        vectors.variants();
        vectors.propensities();
        vectors.shadowOutputs();
    }
}
