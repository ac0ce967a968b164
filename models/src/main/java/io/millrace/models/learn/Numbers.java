package io.millrace.models.learn;

import java.util.regex.Pattern;

/** Decimal numbers as files hold them. */
final class Numbers {
    /** Java alone would also read {@code NaN}, {@code 1f} and {@code 0x1p3}. */
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?([0-9]{1,400}(\\.[0-9]{0,400})?|\\.[0-9]{1,400})([eE][-+]?[0-9]{1,4})?");

    private Numbers() {}

    /** The finite number, or NaN for a text that holds none. */
    static double parse(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            return Double.NaN;
        }
        double number = Double.parseDouble(text);
        return Double.isInfinite(number) ? Double.NaN : number;
    }
}
