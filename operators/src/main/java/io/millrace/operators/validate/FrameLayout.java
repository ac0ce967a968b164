package io.millrace.operators.validate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.config.FieldType;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.Schema;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * Where the parts of a tensor frame lie. Everything is little-endian and every part begins at a multiple of its
 * element's size; all offsets but those of the texts follow from the declared fields alone. See docs/messages.md.
 */
final class FrameLayout {
    /** The bytes {@code MRFR}. */
    static final int MAGIC = 0x5246524d;

    static final int VERSION = 1;
    /** Flag: numbers are 32-bit floats instead of 64-bit ones. */
    static final int NARROW = 1;

    static final int VERSION_AT = 4;
    static final int FLAGS_AT = 5;
    static final int RESERVED_AT = 6;
    static final int FINGERPRINT_AT = 8;
    static final int LENGTH_AT = 12;
    static final int TIME_AT = 16;
    static final int ID_LENGTH_AT = 24;
    static final int KEY_LENGTH_AT = 28;
    static final int HEADER_BYTES = 32;

    private final Schema schema;
    private final int[] numbers;
    private final int[] vectors;
    private final int[] texts;
    private final int vectorElements;
    private final int fingerprint;

    FrameLayout(Schema schema) {
        this.schema = schema;
        this.numbers = columns(schema, FieldType.FLOAT, FieldType.INT, FieldType.BOOL);
        this.vectors = columns(schema, FieldType.VECTOR);
        this.texts = columns(schema, FieldType.CATEGORY);
        this.vectorElements = IntStream.of(vectors)
                .map(column -> schema.column(column).length())
                .sum();
        this.fingerprint = fingerprint(schema);
    }

    /** CRC-32 of {@code name:type:length} and a line feed for each declared field, in order, in UTF-8. */
    private static int fingerprint(Schema schema) {
        CRC32 crc = new CRC32();
        for (Column column : schema.columns()) {
            String type = column.type().name().toLowerCase(Locale.ROOT);
            crc.update((column.name() + ':' + type + ':' + column.length() + '\n').getBytes(UTF_8));
        }
        return (int) crc.getValue();
    }

    private static int[] columns(Schema schema, FieldType... types) {
        return IntStream.range(0, schema.size())
                .filter(column ->
                        java.util.List.of(types).contains(schema.column(column).type()))
                .toArray();
    }

    int fingerprint() {
        return fingerprint;
    }

    Column column(int index) {
        return schema.column(index);
    }

    int fields() {
        return schema.size();
    }

    /** The columns of the numeric block, in order. */
    int[] numbers() {
        return numbers;
    }

    /** The columns of the vector block, in order. */
    int[] vectors() {
        return vectors;
    }

    /** The columns of the text block, in order. */
    int[] texts() {
        return texts;
    }

    int presenceWords() {
        return (schema.size() + Long.SIZE - 1) / Long.SIZE;
    }

    int numbersAt() {
        return HEADER_BYTES + presenceWords() * Long.BYTES;
    }

    int vectorsAt(int flags) {
        return numbersAt() + numbers.length * numberBytes(flags);
    }

    int textLengthsAt(int flags) {
        return vectorsAt(flags) + vectorElements * Float.BYTES;
    }

    /** Where the id begins, followed by the key and the texts. */
    int textsAt(int flags) {
        return textLengthsAt(flags) + texts.length * Short.BYTES;
    }

    private static int numberBytes(int flags) {
        return (flags & NARROW) != 0 ? Float.BYTES : Double.BYTES;
    }
}
