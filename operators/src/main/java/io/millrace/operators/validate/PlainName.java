package io.millrace.operators.validate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The name of a field, which needs no escapes, as it stands in JSON: with its quotes. Compared eight bytes at a time. */
final class PlainName {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] quoted;
    private final long head;
    private final long mask;

    PlainName(String name) {
        this.quoted = ('"' + name + '"').getBytes(UTF_8);
        this.mask = quoted.length < Long.BYTES ? (1L << (quoted.length * Byte.SIZE)) - 1 : -1;
        this.head = (long) EIGHT_BYTES.get(Arrays.copyOf(quoted, Math.max(quoted.length, Long.BYTES)), 0) & mask;
    }

    /** Length with the quotes. */
    int length() {
        return quoted.length;
    }

    /** Whether the name stands there. */
    boolean standsAt(byte[] bytes, int at) {
        return at + Long.BYTES <= bytes.length
                && ((long) EIGHT_BYTES.get(bytes, at) & mask) == head
                && (quoted.length <= Long.BYTES || endsAt(bytes, at));
    }

    private boolean endsAt(byte[] bytes, int at) {
        int after = at + quoted.length;
        return after <= bytes.length && Arrays.equals(bytes, at + Long.BYTES, after, quoted, Long.BYTES, quoted.length);
    }
}
