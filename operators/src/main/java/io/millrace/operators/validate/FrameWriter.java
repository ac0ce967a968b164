package io.millrace.operators.validate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.models.feature.Row;
import io.millrace.models.feature.Schema;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes events as tensor frames, the fastest format to read; see docs/messages.md. Safe for use by several threads. */
public final class FrameWriter {
    private static final int MAX_TEXT_BYTES = 0xffff;
    private static final byte[] NO_BYTES = {};

    private final FrameLayout layout;
    private final int flags;

    private FrameWriter(Schema fields, int flags) {
        this.layout = new FrameLayout(fields);
        this.flags = flags;
    }

    /** A writer that keeps numbers as they are. */
    public static FrameWriter precise(Schema fields) {
        return new FrameWriter(fields, 0);
    }

    /** A writer that rounds numbers to 32-bit floats: half the bytes. */
    public static FrameWriter narrow(Schema fields) {
        return new FrameWriter(fields, FrameLayout.NARROW);
    }

    /**
     * The bytes of one event. What is missing in the row (NaN, null) is absent in the frame.
     *
     * @throws IllegalArgumentException if a value does not fit into a frame
     */
    public byte[] write(String id, String key, long timeMillis, Row row) {
        byte[] idBytes = id.getBytes(UTF_8);
        byte[] keyBytes = key.getBytes(UTF_8);
        byte[][] texts = texts(row);
        int textBytes = idBytes.length + keyBytes.length;
        for (byte[] text : texts) {
            textBytes += text.length;
        }
        ByteBuffer frame =
                ByteBuffer.allocate(layout.textsAt(flags) + textBytes).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(FrameLayout.MAGIC);
        frame.put((byte) FrameLayout.VERSION).put((byte) flags).putShort((short) 0);
        frame.putInt(layout.fingerprint()).putInt(frame.capacity());
        frame.putLong(timeMillis);
        frame.putInt(idBytes.length).putInt(keyBytes.length);
        putPresence(frame, row);
        putNumbers(frame, row);
        putVectors(frame, row);
        for (byte[] text : texts) {
            frame.putShort((short) text.length);
        }
        frame.put(idBytes).put(keyBytes);
        for (byte[] text : texts) {
            frame.put(text);
        }
        return frame.array();
    }

    private byte[][] texts(Row row) {
        byte[][] texts = new byte[layout.texts().length][];
        for (int i = 0; i < texts.length; i++) {
            int column = layout.texts()[i];
            String text = row.text(column);
            texts[i] = text == null ? NO_BYTES : text.getBytes(UTF_8);
            if (texts[i].length > MAX_TEXT_BYTES) {
                throw new IllegalArgumentException("text does not fit into a frame: field="
                        + layout.column(column).name() + ", bytes=" + texts[i].length + ", max=" + MAX_TEXT_BYTES);
            }
        }
        return texts;
    }

    private void putPresence(ByteBuffer frame, Row row) {
        for (int word = 0; word < layout.presenceWords(); word++) {
            long bits = 0;
            for (int bit = 0; bit < Long.SIZE && word * Long.SIZE + bit < layout.fields(); bit++) {
                bits |= present(row, word * Long.SIZE + bit) ? 1L << bit : 0;
            }
            frame.putLong(bits);
        }
    }

    private boolean present(Row row, int column) {
        return switch (layout.column(column).type()) {
            case FLOAT, INT, BOOL -> !Double.isNaN(row.number(column));
            case CATEGORY -> row.text(column) != null;
            case VECTOR -> row.vector(column) != null;
        };
    }

    private void putNumbers(ByteBuffer frame, Row row) {
        for (int column : layout.numbers()) {
            double number = row.number(column);
            double value = Double.isNaN(number) ? 0 : number;
            if (flags != FrameLayout.NARROW) {
                frame.putDouble(value);
            } else if (Math.abs(value) <= Float.MAX_VALUE) {
                frame.putFloat((float) value);
            } else {
                throw new IllegalArgumentException("number does not fit into a narrow frame: field="
                        + layout.column(column).name() + ", value=" + value + ", max=" + Float.MAX_VALUE
                        + "; use a precise one");
            }
        }
    }

    private void putVectors(ByteBuffer frame, Row row) {
        for (int column : layout.vectors()) {
            int length = layout.column(column).length();
            float[] elements = row.vector(column);
            if (elements != null && elements.length != length) {
                throw new IllegalArgumentException("vector has another length than declared: field="
                        + layout.column(column).name() + ", elements=" + elements.length + ", length=" + length);
            }
            for (int i = 0; i < length; i++) {
                frame.putFloat(elements == null ? 0 : elements[i]);
            }
        }
    }
}
