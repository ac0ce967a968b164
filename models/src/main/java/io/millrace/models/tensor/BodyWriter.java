package io.millrace.models.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.models.feature.Column;
import io.millrace.models.feature.Row;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The body of a record batch while it is written, column after column, in a buffer on the heap that is used again for
 * every batch. Used by one thread.
 */
final class BodyWriter {
    private static final int ALIGNMENT = 8;
    private static final int LAST_ASCII = 0x7f;

    private byte[] bytes = new byte[64 << 10];
    private ByteBuffer view = view(bytes);
    private int size;
    private long[] nodes = new long[64];
    private int nodeCount;
    private long[] parts = new long[128];
    private int partCount;
    private int rows;

    /** Begins a batch of so many rows. */
    void begin(int count) {
        rows = count;
        size = 0;
        nodeCount = 0;
        partCount = 0;
    }

    /** A column of 64-bit floats; NaN is null. */
    void doubles(IntToDoubleFunction value) {
        validity(row -> !Double.isNaN(value.applyAsDouble(row)));
        int at = part((long) rows * Double.BYTES);
        for (int row = 0; row < rows; row++) {
            view.putDouble(at + row * Double.BYTES, value.applyAsDouble(row));
        }
    }

    /** A column of 32-bit floats; NaN is null. */
    void floats(IntToDoubleFunction value) {
        validity(row -> !Double.isNaN(value.applyAsDouble(row)));
        int at = part((long) rows * Float.BYTES);
        for (int row = 0; row < rows; row++) {
            view.putFloat(at + row * Float.BYTES, (float) value.applyAsDouble(row));
        }
    }

    /** A column of 64-bit whole numbers, from doubles; NaN is null. */
    void wholes(IntToDoubleFunction value) {
        validity(row -> !Double.isNaN(value.applyAsDouble(row)));
        int at = part((long) rows * Long.BYTES);
        for (int row = 0; row < rows; row++) {
            view.putLong(at + row * Long.BYTES, (long) value.applyAsDouble(row));
        }
    }

    /** A column of 64-bit whole numbers or times, of which {@code none} is null. */
    void longs(IntToLongFunction value, long none) {
        validity(row -> value.applyAsLong(row) != none);
        int at = part((long) rows * Long.BYTES);
        for (int row = 0; row < rows; row++) {
            view.putLong(at + row * Long.BYTES, value.applyAsLong(row));
        }
    }

    /** A column of 32-bit whole numbers, one in each row. */
    void ints(IntToLongFunction value) {
        complete();
        int at = part((long) rows * Integer.BYTES);
        for (int row = 0; row < rows; row++) {
            view.putInt(at + row * Integer.BYTES, (int) value.applyAsLong(row));
        }
    }

    /** A column of booleans, from numbers; NaN is null. */
    void bools(IntToDoubleFunction value) {
        validity(row -> !Double.isNaN(value.applyAsDouble(row)));
        bits(row -> value.applyAsDouble(row) == 1);
    }

    /** A column of texts, one in each row, with 32-bit offsets. */
    void allTexts(IntFunction<@Nullable String> value) {
        complete();
        putTexts(value);
    }

    /** A column of texts with 32-bit offsets. */
    void texts(IntFunction<@Nullable String> value) {
        validity(row -> value.apply(row) != null);
        putTexts(value);
    }

    private void putTexts(IntFunction<@Nullable String> value) {
        int offsetsAt = part((rows + 1L) * Integer.BYTES);
        int from = size;
        view.putInt(offsetsAt, 0);
        for (int row = 0; row < rows; row++) {
            String text = value.apply(row);
            if (text != null) {
                put(text);
            }
            view.putInt(offsetsAt + (row + 1) * Integer.BYTES, size - from);
        }
        addPart(from, size - from);
        align();
    }

    /** A column of lists of so many 32-bit floats each. */
    void vectors(int length, IntFunction<float @Nullable []> value) {
        validity(row -> value.apply(row) != null);
        addNode((long) rows * length, 0);
        addPart(size, 0);
        int at = part((long) rows * length * Float.BYTES);
        for (int row = 0; row < rows; row++) {
            float[] elements = value.apply(row);
            for (int i = 0; elements != null && i < length; i++) {
                view.putFloat(at + (row * length + i) * Float.BYTES, elements[i]);
            }
        }
    }

    /** A column of any type; what is missing in a row is null. */
    void column(Column column, int index, List<? extends Row> from) {
        switch (column.type()) {
            case FLOAT -> doubles(i -> from.get(i).number(index));
            case INT -> wholes(i -> from.get(i).number(index));
            case BOOL -> bools(i -> from.get(i).number(index));
            case CATEGORY -> texts(i -> from.get(i).text(index));
            case VECTOR -> vectors(column.length(), i -> from.get(i).vector(index));
        }
    }

    /** A column has a value in each row. */
    private void complete() {
        addNode(rows, 0);
        addPart(size, 0);
    }

    private void validity(Present present) {
        int missing = 0;
        for (int row = 0; row < rows; row++) {
            missing += present.at(row) ? 0 : 1;
        }
        if (missing == 0) {
            complete();
        } else {
            addNode(rows, missing);
            bits(present);
        }
    }

    private void bits(Present set) {
        int at = part((rows + Byte.SIZE - 1) / Byte.SIZE);
        for (int row = 0; row < rows; row++) {
            if (set.at(row)) {
                bytes[at + row / Byte.SIZE] |= (byte) (1 << (row % Byte.SIZE));
            }
        }
    }

    /** Tells of each row whether something is so. */
    private interface Present {
        boolean at(int row);
    }

    private void put(String text) {
        int length = text.length();
        ensure(3L * length);
        int at = size;
        for (int i = 0; i < length; i++) {
            char each = text.charAt(i);
            if (each > LAST_ASCII) {
                putEncoded(text);
                return;
            }
            bytes[at++] = (byte) each;
        }
        size = at;
    }

    private void putEncoded(String text) {
        byte[] encoded = text.getBytes(UTF_8);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
    }

    /** Makes room for a part, all zero, and returns where it begins. */
    private int part(long length) {
        ensure(length + ALIGNMENT);
        int at = size;
        int end = at + (int) length;
        Arrays.fill(bytes, at, end, (byte) 0);
        addPart(at, length);
        size = end;
        align();
        return at;
    }

    private void align() {
        ensure(ALIGNMENT);
        while (size % ALIGNMENT != 0) {
            bytes[size++] = 0;
        }
    }

    private void ensure(long more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(2L * bytes.length, size + more)));
            view = view(bytes);
        }
    }

    private void addNode(long length, long missing) {
        if (nodeCount + 2 > nodes.length) {
            nodes = Arrays.copyOf(nodes, 2 * nodes.length);
        }
        nodes[nodeCount++] = length;
        nodes[nodeCount++] = missing;
    }

    private void addPart(long offset, long length) {
        if (partCount + 2 > parts.length) {
            parts = Arrays.copyOf(parts, 2 * parts.length);
        }
        parts[partCount++] = offset;
        parts[partCount++] = length;
    }

    private static ByteBuffer view(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    int rows() {
        return rows;
    }

    /** Field nodes of the columns. */
    int nodeCount() {
        return nodeCount / 2;
    }

    long nodeLength(int index) {
        return nodes[2 * index];
    }

    long nodeMissing(int index) {
        return nodes[2 * index + 1];
    }

    /** Parts of the columns. */
    int partCount() {
        return partCount / 2;
    }

    long partOffset(int index) {
        return parts[2 * index];
    }

    long partLength(int index) {
        return parts[2 * index + 1];
    }
}
