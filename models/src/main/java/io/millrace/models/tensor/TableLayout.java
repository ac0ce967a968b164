package io.millrace.models.tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.DictionaryEncoding;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Union;
import org.apache.arrow.flatbuf.UnionMode;
import org.jspecify.annotations.Nullable;

/** Where the wanted columns lie among the parts of a record batch, as the schema of a stream says. */
final class TableLayout {
    /** Fields within fields. */
    private static final int MAX_DEPTH = 64;

    private final List<WantedColumn> wanted;
    private final @Nullable Slot[] slots;
    private final Map<Long, ColumnType> dictionaries = new HashMap<>();

    /** How many fields may still be visited: a schema that says more than its bytes can hold refers to itself. */
    private int visits;

    private int nodes;
    private int buffers;

    /**
     * A wanted column in a record batch.
     *
     * @param node index of its field node
     * @param buffer index of its first buffer
     * @param type of its values, or of its indexes if it has a dictionary
     * @param dictionary id of its dictionary, or null
     */
    record Slot(
            int node, int buffer, ColumnType type, @Nullable Long dictionary) {}

    /** @param metadataBytes bytes in which the schema lies */
    TableLayout(Schema schema, List<WantedColumn> wanted, int metadataBytes) throws TableException {
        this.wanted = wanted;
        this.slots = new @Nullable Slot[wanted.size()];
        this.visits = metadataBytes;
        if (schema.endianness() != Endianness.Little) {
            throw new TableException(TableException.Problem.FOREIGN, "numbers of the stream are not little-endian");
        }
        Map<String, List<Integer>> uses = uses(wanted);
        for (int i = 0; i < schema.fieldsLength(); i++) {
            Field field = schema.fields(i);
            for (int use : uses.getOrDefault(field.name(), List.of())) {
                take(use, field);
            }
            pass(field, 0);
        }
    }

    private static Map<String, List<Integer>> uses(List<WantedColumn> wanted) {
        Map<String, List<Integer>> uses = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            uses.computeIfAbsent(wanted.get(i).name(), name -> new ArrayList<>())
                    .add(i);
        }
        return uses;
    }

    private void take(int use, Field field) throws TableException {
        if (slots[use] != null) {
            throw new TableException(
                    TableException.Problem.REPEATED_COLUMN,
                    "field stands more than once: field=" + wanted.get(use).name());
        }
        DictionaryEncoding encoding = field.dictionary();
        if (encoding == null) {
            slots[use] = new Slot(nodes, buffers, ColumnType.of(field), null);
            return;
        }
        dictionaries.put(encoding.id(), ColumnType.of(field));
        ColumnType index = encoding.indexType() == null
                ? new ColumnType(ColumnType.Kind.WHOLE, Integer.SIZE, true, 0, false, -1, "int32")
                : ColumnType.whole(encoding.indexType());
        slots[use] = new Slot(nodes, buffers, index, encoding.id());
    }

    /** Counts the parts of a field and of those within it. */
    private void pass(Field field, int depth) throws TableException {
        visits--;
        if (depth > MAX_DEPTH) {
            throw TableException.malformed("schema is nested too deep: depth>" + MAX_DEPTH + ", max=" + MAX_DEPTH);
        }
        if (visits < 0) {
            throw TableException.malformed("schema refers to itself");
        }
        nodes++;
        if (field.dictionary() != null) {
            buffers += 2;
            return;
        }
        buffers += buffers(field);
        for (int i = 0; i < field.childrenLength(); i++) {
            pass(field.children(i), depth + 1);
        }
    }

    private int buffers(Field field) throws TableException {
        return switch (field.typeType()) {
            case Type.Null, Type.RunEndEncoded -> 0;
            case Type.Int,
                    Type.FloatingPoint,
                    Type.Bool,
                    Type.Decimal,
                    Type.Date,
                    Type.Time,
                    Type.Timestamp,
                    Type.Interval,
                    Type.Duration,
                    Type.FixedSizeBinary,
                    Type.List,
                    Type.LargeList,
                    Type.Map -> 2;
            case Type.Binary, Type.Utf8, Type.LargeBinary, Type.LargeUtf8, Type.ListView, Type.LargeListView -> 3;
            case Type.FixedSizeList, Type.Struct_ -> 1;
            case Type.Union -> ((Union) field.type(new Union())).mode() == UnionMode.Dense ? 2 : 1;
            case Type.BinaryView, Type.Utf8View -> throw views(field);
            default -> throw TableException.malformed("column is of an unknown type: type=" + field.typeType());
        };
    }

    private static TableException views(Field field) {
        return new TableException(
                TableException.Problem.FOREIGN,
                "column is of a view type, which is not read: type=" + Type.name(field.typeType())
                        + "; cast it to utf8 or binary");
    }

    /** The place of a wanted column, or null if there is no such column. */
    @Nullable
    Slot slot(int index) {
        return slots[index];
    }

    WantedColumn wanted(int index) {
        return wanted.get(index);
    }

    int columns() {
        return slots.length;
    }

    /** Field nodes of a record batch. */
    int nodes() {
        return nodes;
    }

    /** Buffers of a record batch. */
    int buffers() {
        return buffers;
    }

    /** The type of the values in a dictionary that a wanted column uses, or null. */
    @Nullable
    ColumnType dictionary(long id) {
        return dictionaries.get(id);
    }
}
