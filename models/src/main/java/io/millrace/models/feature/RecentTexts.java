package io.millrace.models.feature;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Short texts that were read lately from one field, so that equal ones are one object, made once. A table in which each
 * text has one place: a text that comes there later takes it. Used by one thread.
 */
public final class RecentTexts {
    /** Longest text that is kept, in bytes. */
    public static final int MAX_LENGTH = 2 * Long.BYTES;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int PLACES = 512;
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private final long[] heads = new long[PLACES];
    private final long[] tails = new long[PLACES];
    private final @Nullable String[] texts = new @Nullable String[PLACES];
    private long head;
    private long tail;

    /** The text of these bytes, of which there are at most {@link #MAX_LENGTH} and none is zero, or null. */
    @Nullable
    public String find(byte[] bytes, int from, int length) {
        head = eight(bytes, from, Math.min(length, Long.BYTES));
        tail = eight(bytes, from + Long.BYTES, length - Long.BYTES);
        int place = place();
        return heads[place] == head && tails[place] == tail ? texts[place] : null;
    }

    /** Keeps the text of the bytes that were looked for last. */
    public void keep(String text) {
        int place = place();
        heads[place] = head;
        tails[place] = tail;
        texts[place] = text;
    }

    private int place() {
        return (int) (((head ^ (tail * SPREAD)) * SPREAD) >>> (Long.SIZE - 9));
    }

    /** At most eight bytes as a number, the others being zero. */
    private static long eight(byte[] bytes, int from, int length) {
        if (length <= 0) {
            return 0;
        }
        if (from + Long.BYTES <= bytes.length) {
            long eight = (long) EIGHT_BYTES.get(bytes, from);
            return length >= Long.BYTES ? eight : eight & ((1L << (length * Byte.SIZE)) - 1);
        }
        long eight = 0;
        for (int i = 0; i < length; i++) {
            eight |= (bytes[from + i] & 0xffL) << (i * Byte.SIZE);
        }
        return eight;
    }
}
