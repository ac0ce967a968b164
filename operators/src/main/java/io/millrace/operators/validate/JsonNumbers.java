package io.millrace.operators.validate;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * The double nearest to a JSON number. A number of at most 15 digits scaled by at most 22 powers of ten is one exact
 * division or multiplication away from its digits (Clinger, 1990); the parser reads all others.
 */
final class JsonNumbers {
    private static final int EXACT_DIGITS = 15;
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private JsonNumbers() {}

    /** The parser's current number. Hot: allocates nothing for a number that is exact. */
    static double read(JsonParser parser) throws IOException {
        double exact = exact(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        return Double.isNaN(exact) ? parser.getDoubleValue() : exact;
    }

    /** The number that stands in a part of a text, or NaN if none does. Hot: allocates nothing if it is exact. */
    static double read(char[] text, int from, int length) {
        if (length == 0 || !digit(text[from + length - 1]) || !digit(text[text[from] == '-' ? from + 1 : from])) {
            return Double.NaN;
        }
        double exact = exact(text, from, length);
        return Double.isNaN(exact) && plain(text, from, length) ? parsed(new String(text, from, length)) : exact;
    }

    private static double parsed(String number) {
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Whether nothing but what belongs to a JSON number stands there: Java reads more than that. */
    private static boolean plain(char[] text, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (!digit(text[i]) && "+-.eE".indexOf(text[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean digit(char each) {
        return each >= '0' && each <= '9';
    }

    /** The value of digits with at most one point, or NaN if it must be read otherwise. */
    static double exact(char[] text, int from, int length) {
        boolean negative = text[from] == '-';
        int begin = negative ? from + 1 : from;
        int end = from + length;
        if (end - begin > EXACT_DIGITS + 1) {
            return Double.NaN;
        }
        long digits = 0;
        int point = end;
        for (int i = begin; i < end; i++) {
            char each = text[i];
            if (each >= '0' && each <= '9') {
                digits = digits * 10 + (each - '0');
            } else if (each == '.' && point == end) {
                point = i;
            } else {
                return Double.NaN;
            }
        }
        int decimals = point == end ? 0 : end - point - 1;
        double value = digits / POWERS_OF_TEN[decimals];
        return negative ? -value : value;
    }
}
