package io.millrace.operators.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON into memory that is used again for every message. Who uses it sees to it that brackets match and that every
 * value in an object has a name. Hot: numbers, names and plain texts are written without an object in between, but for
 * fractions. Used by one thread.
 */
final class JsonBuffer {
    /** From here on characters are escaped, so that half of a surrogate pair is written and not refused. */
    private static final char LAST_UNESCAPED = 0xd7ff;

    private static final int FIRST_BYTES = 1024;
    private static final int ESCAPED_CHAR_BYTES = 6;
    private static final int MAX_LONG_BYTES = 20;
    private static final byte[] NULL = "null".getBytes(ISO_8859_1);
    private static final byte[] TRUE = "true".getBytes(ISO_8859_1);
    private static final byte[] FALSE = "false".getBytes(ISO_8859_1);
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(ISO_8859_1);
    private static final String SHORT_ESCAPES = "\b\t\n\f\r\"\\";
    private static final byte[] SHORT_ESCAPED = "btnfr\"\\".getBytes(ISO_8859_1);

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

    /** Forgets what was written. */
    void clear() {
        size = 0;
    }

    /** What was written since it was cleared last. */
    byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    void openObject() {
        put('{');
    }

    void closeObject() {
        put('}');
    }

    void openList() {
        put('[');
    }

    void closeList() {
        put(']');
    }

    void comma() {
        put(',');
    }

    void colon() {
        put(':');
    }

    /** Begins another field of an object. */
    void name(JsonName name) {
        boolean first = size > 0 && bytes[size - 1] == '{';
        byte[] written = name.bytes();
        append(written, first ? 1 : 0);
    }

    /** Repeats what another buffer wrote. */
    void append(byte[] written) {
        append(written, 0);
    }

    private void append(byte[] written, int from) {
        int length = written.length - from;
        ensure(length);
        System.arraycopy(written, from, bytes, size, length);
        size += length;
    }

    void nothing() {
        append(NULL);
    }

    void truth(boolean value) {
        append(value ? TRUE : FALSE);
    }

    void number(long value) {
        ensure(MAX_LONG_BYTES);
        size = NumberOutput.outputLong(value, bytes, size);
    }

    /** A number with a point, or a text that says what it is instead. */
    void number(double value) {
        fraction(NumberOutput.toString(value, /* useFastWriter= */ true), Double.isFinite(value));
    }

    /** A number with a point, or a text that says what it is instead. */
    void number(float value) {
        fraction(NumberOutput.toString(value, /* useFastWriter= */ true), Float.isFinite(value));
    }

    private void fraction(String number, boolean finite) {
        if (finite) {
            ascii(number);
        } else {
            text(number);
        }
    }

    /** A text of ASCII in which nothing needs to be escaped. */
    void plainText(byte[] ascii) {
        put('"');
        append(ascii);
        put('"');
    }

    /** A text, or null. */
    void text(@Nullable String text) {
        if (text == null) {
            nothing();
            return;
        }
        int length = text.length();
        ensure(length + 2);
        int at = size;
        bytes[at++] = '"';
        for (int i = 0; i < length; i++) {
            char each = text.charAt(i);
            if (!plain(each)) {
                escaped(text);
                return;
            }
            bytes[at++] = (byte) each;
        }
        bytes[at] = '"';
        size = at + 1;
    }

    private void escaped(String text) {
        ensure(ESCAPED_CHAR_BYTES * text.length() + 2);
        put('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i));
        }
        put('"');
    }

    private void character(char each) {
        if (plain(each)) {
            put(each);
        } else if (each < 0x80) {
            escape(each);
        } else if (each < 0x800) {
            put(0xc0 | (each >> 6));
            put(0x80 | (each & 0x3f));
        } else if (each <= LAST_UNESCAPED) {
            put(0xe0 | (each >> 12));
            put(0x80 | ((each >> 6) & 0x3f));
            put(0x80 | (each & 0x3f));
        } else {
            escape(each);
        }
    }

    private void escape(char each) {
        put('\\');
        int known = SHORT_ESCAPES.indexOf(each);
        if (known >= 0) {
            put(SHORT_ESCAPED[known]);
            return;
        }
        put('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            put(HEX[(each >> shift) & 0xf]);
        }
    }

    private static boolean plain(char each) {
        return each >= ' ' && each < 0x80 && each != '"' && each != '\\';
    }

    private void ascii(String text) {
        ensure(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[size + i] = (byte) text.charAt(i);
        }
        size += text.length();
    }

    private void put(int each) {
        ensure(1);
        bytes[size++] = (byte) each;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, more)));
        }
    }
}
