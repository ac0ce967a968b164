package io.millrace.models.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Reads texts from the parts of a record batch. */
final class TextReader {
    private static final char REPLACEMENT = '\ufffd';

    private final TableBody body;

    TextReader(TableBody body) {
        this.body = body;
    }

    /** Texts of a column whose offsets have as many bits as its type says. */
    TableColumn texts(int node, int buffer, ColumnType type, TextCache cache) throws TableException {
        cache.begin();
        int rows = body.rows();
        int offsetBytes = type.bits() / Byte.SIZE;
        BitSet missing = body.missing(node, buffer, rows);
        int offsetsAt = body.at(buffer + 1, rows == 0 ? 0 : (rows + 1L) * offsetBytes);
        int dataAt = body.at(buffer + 2, 0);
        int dataBytes = body.bytesOf(buffer + 2);
        long from = rows == 0 ? 0 : offset(offsetsAt, 0, type);
        if (from < 0) {
            throw TableException.malformed("text begins before its part: offset=" + from);
        }
        @Nullable String[] texts = new @Nullable String[rows];
        BitSet broken = new BitSet();
        for (int row = 0; row < rows; row++) {
            long to = offset(offsetsAt, row + 1, type);
            if (to < from || to > dataBytes) {
                throw TableException.malformed(
                        "text lies beyond its part: from=" + from + ", to=" + to + ", bytes=" + dataBytes);
            }
            if (missing == null || !missing.get(row)) {
                String text = text(dataAt + (int) from, (int) (to - from), cache);
                broken.set(row, text == null);
                texts[row] = text == null ? repaired(dataAt + (int) from, (int) (to - from)) : text;
            }
            from = to;
        }
        return TableColumn.ofTexts(texts, missing, broken.isEmpty() ? null : broken);
    }

    /** Whole numbers, digit by digit. */
    TableColumn digits(int node, int buffer, ColumnType type) throws TableException {
        int rows = body.rows();
        BitSet missing = body.missing(node, buffer, rows);
        int at = body.at(buffer + 1, (long) rows * type.bits() / Byte.SIZE);
        @Nullable String[] texts = new @Nullable String[rows];
        for (int row = 0; row < rows; row++) {
            if (missing == null || !missing.get(row)) {
                long value = body.whole(type, at, row);
                texts[row] = type.unsignedLong() ? Long.toUnsignedString(value) : Long.toString(value);
            }
        }
        return TableColumn.ofTexts(texts, missing, null);
    }

    /** Texts of a dictionary by their indexes: equal texts are one object. */
    TableColumn indexed(TableLayout.Slot slot, TableColumn dictionary) throws TableException {
        int rows = body.rows();
        BitSet missing = body.missing(slot.node(), slot.buffer(), rows);
        int at = body.at(slot.buffer() + 1, (long) rows * slot.type().bits() / Byte.SIZE);
        @Nullable String[] known = dictionary.texts();
        @Nullable String[] texts = new @Nullable String[rows];
        BitSet absent = missing == null ? new BitSet() : missing;
        BitSet broken = new BitSet();
        for (int row = 0; row < rows; row++) {
            if (absent.get(row)) {
                continue;
            }
            long index = body.whole(slot.type(), at, row);
            if (index < 0 || index >= known.length) {
                throw TableException.malformed(
                        "index lies beyond its dictionary: index=" + index + ", size=" + known.length);
            }
            texts[row] = known[(int) index];
            absent.set(row, texts[row] == null);
            broken.set(row, dictionary.broken((int) index));
        }
        return TableColumn.ofTexts(texts, absent.isEmpty() ? null : absent, broken.isEmpty() ? null : broken);
    }

    private long offset(int at, int index, ColumnType type) {
        return type.bits() == Integer.SIZE ? body.int32(at, index) : body.int64(at, index);
    }

    /** A text, or null if its bytes are not UTF-8. */
    private @Nullable String text(int at, int length, TextCache cache) {
        if (!cache.takes(length)) {
            return text(at, length);
        }
        String known = cache.find(body.bytes(), at, length);
        if (known != null) {
            return known;
        }
        String text = text(at, length);
        if (text != null) {
            cache.keep(text);
        }
        return text;
    }

    private @Nullable String text(int at, int length) {
        String text = new String(body.bytes(), at, length, UTF_8);
        return text.indexOf(REPLACEMENT) < 0 || utf8(at, length) ? text : null;
    }

    /** A text of bytes that are not UTF-8, with U+FFFD for what could not be read. */
    private String repaired(int at, int length) {
        return new String(body.bytes(), at, length, UTF_8);
    }

    private boolean utf8(int at, int length) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(body.bytes(), at, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
