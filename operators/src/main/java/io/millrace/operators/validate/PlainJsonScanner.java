package io.millrace.operators.validate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.NumberInput;
import io.millrace.config.EventsConfig;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads the tokens of one JSON object from its bytes. It knows texts without escapes, numbers, and the words true, false
 * and null; at anything else it says {@link Token#OTHER}, whether that is JSON or not. Used by one thread.
 */
final class PlainJsonScanner {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ZEROS = 0x3030303030303030L;
    /** Added to a byte, it raises the high bit of everything from ten on. */
    private static final long FROM_TEN_ON = 0x7676767676767676L;

    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
    private static final byte[] TRUE = "true".getBytes(ISO_8859_1);
    private static final byte[] FALSE = "false".getBytes(ISO_8859_1);
    private static final byte[] NULL = "null".getBytes(ISO_8859_1);
    private static final int MAX_DIGITS = 18;
    private static final int MAX_EXPONENT_DIGITS = 3;
    /** Digits behind the point of a short decimal: with the one before it they are below 2^53. */
    private static final int MAX_SHORT_DIGITS = 14;
    /** Characters of a short decimal at most: a sign, a digit, a point and the digits. */
    private static final int MAX_SHORT_LENGTH = 3 + MAX_SHORT_DIGITS;

    private static final long MAX_WHOLE = 1L << 53;
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    private static final long[] WHOLE_POWERS_OF_TEN = {
        1L, 10L, 100L, 1_000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L, 100_000_000L
    };

    private byte[] bytes = {};
    private int at;
    /** Index of the brace that closes the object. */
    private int end;

    private int from;
    private int to;
    private boolean ascii;
    private boolean negative;
    private long digits;
    private int digitCount;
    private int scale;

    /** What can stand as a value. */
    enum Token {
        TEXT,
        /** A number without a point and an exponent. */
        WHOLE,
        DECIMAL,
        TRUE,
        FALSE,
        NULL,
        OTHER
    }

    /** Begins with another value; false if it is not an object that begins and ends with a brace. */
    boolean open(byte[] value) {
        bytes = value;
        at = 1;
        end = value.length - 1;
        while (end > 0 && isSpace(value[end])) {
            end--;
        }
        return end > 0 && value[0] == '{' && value[end] == '}';
    }

    /** Passes over white space, and then over this byte if it comes next. */
    boolean passes(byte expected) {
        byte next = bytes[at];
        if (next <= ' ') {
            skipSpace();
            next = bytes[at];
        }
        if (next != expected) {
            return false;
        }
        at++;
        return true;
    }

    /** Passes over this byte if it stands right here. */
    boolean passesHere(byte expected) {
        if (bytes[at] != expected) {
            return false;
        }
        at++;
        return true;
    }

    /** Passes over white space, and then over the word null if it comes next. */
    boolean passesNull() {
        skipSpace();
        return passes(NULL);
    }

    /** Whether only the closing brace is left, which is passed over. */
    boolean closes() {
        skipSpace();
        return at == end;
    }

    /** Passes over a name if it comes next. */
    boolean passes(PlainName name) {
        if (!name.standsAt(bytes, at)) {
            return false;
        }
        at += name.length();
        return true;
    }

    /** Passes over white space. */
    void skipSpace() {
        while (at < end && isSpace(bytes[at])) {
            at++;
        }
    }

    /** Passes over the value that comes next. */
    Token next() {
        skipSpace();
        byte first = bytes[at];
        if (first == '"') {
            at++;
            return text() ? Token.TEXT : Token.OTHER;
        }
        if (first == '-' || isDigit(first)) {
            return number();
        }
        return word();
    }

    private Token word() {
        if (passes(TRUE)) {
            return Token.TRUE;
        }
        if (passes(FALSE)) {
            return Token.FALSE;
        }
        return passes(NULL) ? Token.NULL : Token.OTHER;
    }

    private boolean passes(byte[] word) {
        int after = at + word.length;
        if (after > end || !Arrays.equals(bytes, at, after, word, 0, word.length)) {
            return false;
        }
        at = after;
        return true;
    }

    /** Passes over the text whose opening quote was passed over. */
    boolean text() {
        byte[] value = bytes;
        int i = at;
        from = i;
        byte seen = 0;
        while (i < end && value[i] != '"') {
            byte each = value[i];
            if (each == '\\' || (each >= 0 && each < ' ')) {
                return false;
            }
            seen |= each;
            i++;
        }
        to = i;
        at = i + 1;
        ascii = seen >= 0;
        return i < end && (ascii || Utf8.firstInvalid(value, from, i) < 0);
    }

    /** Passes over a number. Hot: the index stays in a local variable until the end. */
    Token number() {
        byte[] value = bytes;
        int begin = value[at] == '-' ? at + 1 : at;
        int i = begin;
        long read = 0;
        while (isDigit(value[i])) {
            read = read * 10 + (value[i] - '0');
            i++;
        }
        if (i == begin || (value[begin] == '0' && i - begin > 1)) {
            return Token.OTHER;
        }
        from = at;
        negative = begin > at;
        digits = read;
        digitCount = i - begin;
        scale = 0;
        int point = i;
        if (value[i] == '.') {
            i = fraction(i + 1);
            if (i == point + 1) {
                return Token.OTHER;
            }
        }
        at = i;
        if ((value[i] | 0x20) == 'e' && !exponent()) {
            return Token.OTHER;
        }
        to = at;
        return to == point ? Token.WHOLE : Token.DECIMAL;
    }

    /* Takes eight bytes at a time. Where the next ones lie depends on a branch and not on what was counted, so that the
     * processor need not wait for the count. */
    private int fraction(int begin) {
        int i = begin;
        long read = digits;
        if (i + 2 * Long.BYTES <= bytes.length) {
            long eight = eight(bytes, i) ^ ZEROS;
            long none = highWhereNoDigit(eight);
            if (none == 0) {
                read = read * WHOLE_POWERS_OF_TEN[Long.BYTES] + whole(eight);
                i += Long.BYTES;
                eight = eight(bytes, i) ^ ZEROS;
                none = highWhereNoDigit(eight);
            }
            if (none != 0) {
                int found = Long.numberOfTrailingZeros(none) >>> 3;
                read = read * WHOLE_POWERS_OF_TEN[found] + whole(leading(eight, found));
                i += found;
            }
        }
        while (isDigit(bytes[i])) {
            read = read * 10 + (bytes[i] - '0');
            i++;
        }
        digits = read;
        digitCount += i - begin;
        scale = begin - i;
        return i;
    }

    /**
     * Passes over short decimals with a comma behind each: {@code 0.25,-1.5,}. It ends before anything else, which may be a
     * number all the same.
     *
     * @param elements takes them as floats, from {@code first} on
     * @param spaced whether a space may stand before each
     * @param range that each must lie in
     * @return how many there were
     */
    int shortDecimals(float[] elements, int first, boolean spaced, FieldRule range) {
        double min = range.min();
        double max = range.max();
        int count = first;
        int begin = at;
        while (count < elements.length) {
            if (spaced && bytes[at] == ' ') {
                at++;
            }
            float element = (float) shortDecimal();
            if (!(element >= min && element <= max) || bytes[at] != ',') {
                break;
            }
            elements[count] = element;
            count++;
            at++;
            begin = at;
        }
        at = begin;
        return count - first;
    }

    /**
     * Passes over a short decimal: perhaps a minus, one digit, a point, and up to {@value #MAX_SHORT_DIGITS} digits. Hot:
     * where it ends follows from one load and some arithmetic, so that the processor can begin with the next one.
     *
     * @return the double nearest to it; NaN, and nothing is passed over, if something else comes next
     */
    double shortDecimal() {
        byte[] value = bytes;
        int begin = at;
        if (begin >= value.length - MAX_SHORT_LENGTH) {
            return Double.NaN;
        }
        long head = eight(value, begin);
        boolean minus = (byte) head == '-';
        if (minus) {
            begin++;
            head >>>= Byte.SIZE;
        }
        if (!isDigit((byte) head) || (byte) (head >>> Byte.SIZE) != '.') {
            return Double.NaN;
        }
        int fraction = begin + 2;
        long eight = eight(value, fraction) ^ ZEROS;
        int found = Long.numberOfTrailingZeros(highWhereNoDigit(eight)) >>> 3;
        long read = ((byte) head - '0') * WHOLE_POWERS_OF_TEN[found] + whole(leading(eight, found));
        int end = fraction + found;
        while (isDigit(value[end]) && end - fraction < MAX_SHORT_DIGITS) {
            read = read * 10 + (value[end] - '0');
            end++;
        }
        if (end == fraction || isDigit(value[end]) || (value[end] | 0x20) == 'e') {
            return Double.NaN;
        }
        at = end;
        double decimal = read / POWERS_OF_TEN[end - fraction];
        return minus ? -decimal : decimal;
    }

    /** Whether a number may be as long as any short decimal, so that nobody has to look. */
    static boolean shortDecimalsFit(EventsConfig.Limits limits) {
        return limits.maxNumberLength() >= MAX_SHORT_LENGTH;
    }

    /** The first of eight digits as the last ones, behind zeros. */
    private static long leading(long eight, int digits) {
        int half = (Long.BYTES - digits) * (Byte.SIZE / 2);
        return eight << half << half;
    }

    private static long highWhereNoDigit(long values) {
        return (((values & LOW_BITS) + FROM_TEN_ON) | values) & HIGH_BITS;
    }

    /** The number of eight digits, the first of them in the lowest byte. */
    private static long whole(long eightValues) {
        long pairs = eightValues * 10 + (eightValues >>> 8);
        return ((pairs & 0x000000ff000000ffL) * 0x000f424000000064L
                        + ((pairs >>> 16) & 0x000000ff000000ffL) * 0x0000271000000001L)
                >>> 32;
    }

    private boolean exponent() {
        at++;
        boolean less = bytes[at] == '-';
        at += less || bytes[at] == '+' ? 1 : 0;
        int begin = at;
        int exponent = 0;
        while (isDigit(bytes[at]) && at - begin < MAX_EXPONENT_DIGITS) {
            exponent = exponent * 10 + (bytes[at] - '0');
            at++;
        }
        scale += less ? -exponent : exponent;
        return at > begin && !isDigit(bytes[at]);
    }

    /** The double nearest to the number that was passed over last; see {@link JsonNumbers}. */
    double value() {
        if (digitCount > MAX_DIGITS || digits > MAX_WHOLE || Math.abs(scale) >= POWERS_OF_TEN.length) {
            return NumberInput.parseDouble(ascii(), /* useFastParser= */ true);
        }
        double value = scale <= 0 ? digits / POWERS_OF_TEN[-scale] : digits * POWERS_OF_TEN[scale];
        return negative ? -value : value;
    }

    /** Whether the number that was passed over last, which is whole, is short enough for {@link #whole}. */
    boolean fitsLong() {
        return digitCount <= MAX_DIGITS;
    }

    long whole() {
        return negative ? -digits : digits;
    }

    /** Index of the byte that comes next. */
    int position() {
        return at;
    }

    /** Where the last token stands, a text without its quotes. */
    int from() {
        return from;
    }

    int length() {
        return to - from;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Whether the last text has no byte beyond ASCII. */
    boolean isAscii() {
        return ascii;
    }

    /** The last token as a text. */
    String string() {
        return ascii ? ascii() : new String(bytes, from, to - from, UTF_8);
    }

    /** The last token, which is a number or a text without a byte beyond ASCII. */
    String ascii() {
        return new String(bytes, from, to - from, ISO_8859_1);
    }

    private static long eight(byte[] value, int index) {
        return (long) EIGHT_BYTES.get(value, index);
    }

    private static boolean isSpace(byte each) {
        return each == ' ' || each == '\n' || each == '\r' || each == '\t';
    }

    private static boolean isDigit(byte each) {
        return each >= '0' && each <= '9';
    }
}
