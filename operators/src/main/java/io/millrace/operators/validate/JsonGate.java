package io.millrace.operators.validate;

import io.millrace.operators.record.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What is checked of a JSON text before a parser sees it: that it is text, that it is strict UTF-8, and that it is not
 * nested deeper than the limit.
 */
final class JsonGate {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
    private static final long BRACES = 0x7b7b7b7b7b7b7b7bL;
    /** The bit in which a brace differs from a bracket, in each byte. */
    private static final long BRACE_OR_BRACKET = 0x2020202020202020L;

    private static final int DETECTED_BYTES = 4;

    private final int maxDepth;

    JsonGate(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    boolean admits(byte[] value, EventDraft draft) {
        if (!text(value)) {
            return draft.refuse(Reason.UNKNOWN_FORMAT, ForeignFormat.describe(value, "JSON"));
        }
        int opening = openingBrackets(value);
        boolean ascii = opening >= 0;
        if (!ascii) {
            int invalid = Utf8.firstInvalid(value, 0, value.length);
            if (invalid >= 0) {
                return draft.refuse(
                        Reason.BAD_ENCODING,
                        String.format("value is not UTF-8: position=%d, byte=0x%02x", invalid, value[invalid]));
            }
        }
        int greatestDepth = ascii ? opening : ~opening;
        if (greatestDepth > maxDepth && depth(value) > maxDepth) {
            return draft.refuse(Reason.TOO_DEEP, "value is nested too deep: depth>" + maxDepth + ", max=" + maxDepth);
        }
        return true;
    }

    /** Whether the value begins like text, and not like text whose encoding a parser would guess. */
    private static boolean text(byte[] value) {
        for (int i = 0; i < Math.min(DETECTED_BYTES, value.length); i++) {
            if (value[i] == 0) {
                return false;
            }
        }
        byte first = value[0];
        if (first == '{') {
            return true;
        }
        boolean printable = first > ' ' && first < 0x7f;
        boolean space = first == ' ' || first == '\n' || first == '\r' || first == '\t';
        return space || (printable && ForeignFormat.of(value) == null);
    }

    /** Number of bytes that open an object or an array; its complement if any byte is not ASCII. Hot: eight at a time. */
    private static int openingBrackets(byte[] value) {
        int count = 0;
        long highBits = 0;
        int at = 0;
        for (; at + Long.BYTES <= value.length; at += Long.BYTES) {
            long eight = (long) EIGHT_BYTES.get(value, at);
            long zeroWhereOpening = (eight | BRACE_OR_BRACKET) ^ BRACES;
            long highWhereNot = ((zeroWhereOpening & LOW_BITS) + LOW_BITS) | zeroWhereOpening;
            count += Long.bitCount(~highWhereNot & HIGH_BITS);
            highBits |= eight;
        }
        for (; at < value.length; at++) {
            count += opens(value[at]) ? 1 : 0;
            highBits |= value[at];
        }
        return (highBits & HIGH_BITS) == 0 ? count : ~count;
    }

    /** Greatest depth of nesting up to the first byte that exceeds the limit; brackets within strings do not count. */
    private int depth(byte[] value) {
        int depth = 0;
        boolean inString = false;
        for (int i = 0; i < value.length && depth <= maxDepth; i++) {
            byte each = value[i];
            if (inString && each == '\\') {
                i++;
            } else if (each == '"') {
                inString = !inString;
            } else if (!inString && opens(each)) {
                depth++;
            } else if (!inString && (each == '}' || each == ']')) {
                depth--;
            }
        }
        return depth;
    }

    private static boolean opens(byte each) {
        return each == '{' || each == '[';
    }
}
