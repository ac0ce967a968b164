package io.millrace.models.feature;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decimal numbers as files hold them. */
public final class Numbers {
    /** Java alone would also read {@code NaN}, {@code 1f} and {@code 0x1p3}. */
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?([0-9]{1,400}(\\.[0-9]{0,400})?|\\.[0-9]{1,400})([eE][-+]?[0-9]{1,4})?");

    private static final Pattern BETWEEN = Pattern.compile("[\\[\\],; ]+");

    private Numbers() {}

    /** The elements of a vector: in brackets or without, with commas, semicolons or spaces between them. */
    public static List<String> elements(String cell) {
        return BETWEEN.splitAsStream(cell).filter(element -> !element.isEmpty()).toList();
    }

    /** The vector of so many finite floats, or null for a text that holds none. */
    public static float @Nullable [] vector(String text, int length) {
        List<String> elements = elements(text);
        float[] vector = new float[elements.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) parse(elements.get(i));
            if (!Float.isFinite(vector[i])) {
                return null;
            }
        }
        return vector.length == length ? vector : null;
    }

    /** The finite number, or NaN for a text that holds none. */
    public static double parse(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            return Double.NaN;
        }
        double number = Double.parseDouble(text);
        return Double.isInfinite(number) ? Double.NaN : number;
    }
}
