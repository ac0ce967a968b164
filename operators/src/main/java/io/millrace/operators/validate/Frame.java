package io.millrace.operators.validate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The bytes of one tensor frame, seen through its layout. Nothing is checked here. */
final class Frame {
    private final byte[] bytes;
    private final ByteBuffer buffer;
    private final FrameLayout layout;

    Frame(byte[] bytes, FrameLayout layout) {
        this.bytes = bytes;
        this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.layout = layout;
    }

    byte[] bytes() {
        return bytes;
    }

    boolean hasMagic() {
        return bytes.length >= Integer.BYTES && buffer.getInt(0) == FrameLayout.MAGIC;
    }

    int version() {
        return buffer.get(FrameLayout.VERSION_AT) & 0xff;
    }

    int flags() {
        return buffer.get(FrameLayout.FLAGS_AT) & 0xff;
    }

    int reserved() {
        return buffer.getShort(FrameLayout.RESERVED_AT) & 0xffff;
    }

    int fingerprint() {
        return buffer.getInt(FrameLayout.FINGERPRINT_AT);
    }

    int saidLength() {
        return buffer.getInt(FrameLayout.LENGTH_AT);
    }

    long timeMillis() {
        return buffer.getLong(FrameLayout.TIME_AT);
    }

    int idLength() {
        return buffer.getInt(FrameLayout.ID_LENGTH_AT);
    }

    int keyLength() {
        return buffer.getInt(FrameLayout.KEY_LENGTH_AT);
    }

    boolean present(int field) {
        return (presence(field / Long.SIZE) >>> field & 1) != 0;
    }

    /** Whether the last word of presence bits has one set that belongs to no field. */
    boolean undeclaredPresent() {
        int unused = layout.presenceWords() * Long.SIZE - layout.fields();
        return unused > 0 && presence(layout.presenceWords() - 1) >>> (Long.SIZE - unused) != 0;
    }

    /** The number at a position of the numeric block. */
    double number(int position) {
        return flags() == FrameLayout.NARROW
                ? buffer.getFloat(layout.numbersAt() + position * Float.BYTES)
                : buffer.getDouble(layout.numbersAt() + position * Double.BYTES);
    }

    /** Copies as many floats of the vector block as there are elements, beginning with the given one. */
    void vector(int firstElement, float[] elements) {
        buffer.slice(layout.vectorsAt(flags()) + firstElement * Float.BYTES, elements.length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(elements);
    }

    /** Bytes of the text at a position of the text block. */
    int textLength(int position) {
        return buffer.getShort(layout.textLengthsAt(flags()) + position * Short.BYTES) & 0xffff;
    }

    /** The text in some bytes, or null if they are not UTF-8. */
    @Nullable
    String text(int at, int length) {
        return Utf8.firstInvalid(bytes, at, at + length) < 0 ? new String(bytes, at, length, UTF_8) : null;
    }

    private long presence(int word) {
        return buffer.getLong(FrameLayout.HEADER_BYTES + word * Long.BYTES);
    }
}
