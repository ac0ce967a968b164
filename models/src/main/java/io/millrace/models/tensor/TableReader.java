package io.millrace.models.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads Arrow IPC streams as columns on the heap, straight from their bytes. Whatever the bytes are, it allocates no more
 * than a small multiple of them, and says why it cannot read them. Used by one thread.
 */
/*
 * Streams of one producer begin with the same bytes, those of the schema. So the layout that they gave is kept until
 * other ones come.
 */
public final class TableReader {
    /** A dictionary that comes in more pieces is taken for an attempt to keep the reader busy. */
    private static final int MAX_DICTIONARY_BATCHES = 10_000;

    private final List<WantedColumn> wanted;
    private final int maxRows;
    private final TextCache[] caches;
    private byte[] schemaBytes = {};
    private @Nullable TableLayout layout;

    /**
     * @param wanted the columns that are read; others are passed over
     * @param maxRows most rows of a stream
     */
    public TableReader(List<WantedColumn> wanted, int maxRows) {
        this.wanted = List.copyOf(wanted);
        this.maxRows = maxRows;
        this.caches = new TextCache[wanted.size()];
        Arrays.setAll(caches, column -> new TextCache());
    }

    /**
     * The record batches that have rows, at least one.
     *
     * @throws TableException if the bytes cannot be read, or hold no rows or too many
     */
    public List<Table> read(byte[] stream) throws TableException {
        try {
            requireRows(stream);
            IpcMessages messages = new IpcMessages(stream);
            TableLayout found = layout(messages);
            Map<Long, TableColumn> dictionaries = new HashMap<>();
            List<Table> tables = new ArrayList<>(1);
            int pieces = 0;
            while (messages.advance()) {
                byte kind = messages.message().headerType();
                if (kind == MessageHeader.RecordBatch) {
                    readBatch(messages, found, dictionaries, tables);
                } else if (kind == MessageHeader.DictionaryBatch && pieces++ < MAX_DICTIONARY_BATCHES) {
                    readDictionary(messages, found, dictionaries);
                } else {
                    throw TableException.malformed(
                            "message of the stream is of another kind, or one too many: kind=" + kind);
                }
            }
            return tables;
        } catch (RuntimeException e) {
            throw corrupt(e);
        }
    }

    /** How many rows the record batches of a stream say they have, or -1 if it cannot be read or has more. */
    public static int rows(byte[] stream, int maxRows) {
        try {
            long rows = count(stream, maxRows);
            return rows > maxRows ? -1 : (int) rows;
        } catch (TableException | RuntimeException e) {
            return -1;
        }
    }

    private static long count(byte[] stream, int maxRows) throws TableException {
        IpcMessages messages = new IpcMessages(stream);
        long rows = 0;
        while (messages.advance() && rows <= maxRows) {
            if (messages.message().headerType() == MessageHeader.RecordBatch) {
                long length = batch(messages).length();
                if (length < 0) {
                    throw TableException.malformed(
                            "record batch has another number of rows than can be: rows=" + length);
                }
                rows = length > maxRows ? length : rows + length;
            }
        }
        return rows;
    }

    private void requireRows(byte[] stream) throws TableException {
        long rows = count(stream, maxRows);
        if (rows == 0) {
            throw new TableException(TableException.Problem.NO_ROWS, "stream has no rows");
        }
        if (rows > maxRows) {
            throw new TableException(
                    TableException.Problem.TOO_MANY_ROWS, "value has too many rows: rows=" + rows + ", max=" + maxRows);
        }
    }

    private TableLayout layout(IpcMessages messages) throws TableException {
        boolean schema = messages.advance() && messages.message().headerType() == MessageHeader.Schema;
        if (!schema) {
            throw TableException.malformed("stream does not begin with a schema");
        }
        byte[] bytes = messages.bytes();
        int from = messages.metadataAt();
        int to = messages.bodyAt();
        TableLayout known = layout;
        if (known != null && Arrays.equals(schemaBytes, 0, schemaBytes.length, bytes, from, to)) {
            return known;
        }
        Schema header = Objects.requireNonNull((Schema) messages.message().header(new Schema()));
        TableLayout found = new TableLayout(header, wanted, to - from);
        schemaBytes = Arrays.copyOfRange(bytes, from, to);
        layout = found;
        return found;
    }

    private void readBatch(
            IpcMessages messages, TableLayout found, Map<Long, TableColumn> dictionaries, List<Table> tables)
            throws TableException {
        TableBody body = new TableBody(messages, batch(messages), maxRows);
        if (!body.has(found.nodes(), found.buffers())) {
            throw TableException.malformed("record batch has another number of parts than its schema says: columns="
                    + found.nodes() + ", parts=" + found.buffers());
        }
        if (body.rows() == 0) {
            return;
        }
        ColumnReader reader = new ColumnReader(body, dictionaries);
        @Nullable TableColumn[] columns = new @Nullable TableColumn[found.columns()];
        for (int i = 0; i < columns.length; i++) {
            TableLayout.Slot slot = found.slot(i);
            columns[i] = slot == null ? null : reader.read(slot, found.wanted(i).use(), caches[i]);
        }
        tables.add(new Table(body.rows(), columns));
    }

    private void readDictionary(IpcMessages messages, TableLayout found, Map<Long, TableColumn> dictionaries)
            throws TableException {
        DictionaryBatch header =
                Objects.requireNonNull((DictionaryBatch) messages.message().header(new DictionaryBatch()));
        ColumnType type = found.dictionary(header.id());
        if (type == null) {
            return;
        }
        TableBody body = new TableBody(messages, header.data(), Integer.MAX_VALUE - 1);
        if (type.kind() != ColumnType.Kind.TEXT) {
            dictionaries.put(header.id(), TableColumn.unusable("column of " + type.name()));
            return;
        }
        TableColumn texts = new TextReader(body).texts(0, 0, type, new TextCache());
        TableColumn before = dictionaries.get(header.id());
        dictionaries.put(header.id(), header.isDelta() && before != null ? before.followedBy(texts) : texts);
    }

    private static RecordBatch batch(IpcMessages messages) {
        return Objects.requireNonNull((RecordBatch) messages.message().header(new RecordBatch()));
    }

    private static TableException corrupt(RuntimeException e) {
        return TableException.malformed("stream is corrupt: cause=" + e);
    }
}
