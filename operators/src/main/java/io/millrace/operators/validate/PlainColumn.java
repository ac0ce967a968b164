package io.millrace.operators.validate;

import io.millrace.config.EventsConfig;
import io.millrace.models.feature.RecentTexts;
import io.millrace.operators.validate.PlainJsonScanner.Token;
import org.jspecify.annotations.Nullable;

/** Reads the values of one declared field from plain JSON. Refuses nothing: what it does not take is left to others. */
final class PlainColumn {
    private static final double TWO_TO_63 = 0x1p63;

    private final int index;
    private final FieldRule rule;
    private final EventShape shape;
    private final RecentTexts texts = new RecentTexts();

    private PlainColumn(int index, EventShape shape) {
        this.index = index;
        this.rule = shape.rule(index);
        this.shape = shape;
    }

    /** The declared field of the name, or null if none is declared. */
    static @Nullable PlainColumn of(String name, EventShape shape) {
        for (int i = 0; i < shape.size(); i++) {
            if (shape.rule(i).name().equals(name)) {
                return new PlainColumn(i, shape);
            }
        }
        return null;
    }

    int index() {
        return index;
    }

    FieldRule rule() {
        return rule;
    }

    /** The number that the scanner's last token stands for, or NaN if it is not taken. */
    double number(PlainJsonScanner scanner, Token token) {
        double value =
                switch (rule.type()) {
                    case FLOAT -> decimal(scanner, token);
                    case INT -> whole(scanner, token);
                    case BOOL -> token == Token.TRUE ? 1 : token == Token.FALSE ? 0 : Double.NaN;
                    case CATEGORY, VECTOR -> Double.NaN;
                };
        return rule.holds(value) ? value : Double.NaN;
    }

    private static double decimal(PlainJsonScanner scanner, Token token) {
        return token == Token.DECIMAL || token == Token.WHOLE ? scanner.value() : Double.NaN;
    }

    private static double whole(PlainJsonScanner scanner, Token token) {
        if (token == Token.WHOLE && scanner.fitsLong()) {
            return scanner.whole();
        }
        double value = token == Token.DECIMAL ? scanner.value() : Double.NaN;
        boolean whole = value == Math.rint(value) && value >= -TWO_TO_63 && value < TWO_TO_63;
        return whole ? value : Double.NaN;
    }

    /** The category that the scanner's last token stands for, or null if it is not taken. */
    @Nullable
    String text(PlainJsonScanner scanner, Token token) {
        boolean text = token == Token.TEXT;
        if (!text && token != Token.WHOLE) {
            return null;
        }
        boolean kept = (!text || scanner.isAscii()) && scanner.length() <= RecentTexts.MAX_LENGTH;
        String known = kept ? texts.find(scanner.bytes(), scanner.from(), scanner.length()) : null;
        return known != null ? known : read(scanner, text, kept);
    }

    private @Nullable String read(PlainJsonScanner scanner, boolean text, boolean kept) {
        String read = text ? scanner.string() : scanner.ascii();
        int max = shape.events().limits().maxStringLength();
        if (read.length() > max || !rule.allows(read)) {
            return null;
        }
        if (kept) {
            texts.keep(read);
        }
        return read;
    }

    /** The elements of the list or text that comes next, or null if they are not taken. */
    float @Nullable [] vector(PlainJsonScanner scanner) {
        if (scanner.passes((byte) '"')) {
            return elementsOfText(scanner);
        }
        boolean deepEnough = shape.events().limits().maxDepth() > 1;
        return deepEnough && scanner.passes((byte) '[') ? elementsOfList(scanner) : null;
    }

    private float @Nullable [] elementsOfText(PlainJsonScanner scanner) {
        float[] elements = new float[rule.length()];
        int begin = scanner.position();
        int i = 0;
        while (i < elements.length) {
            i += scanner.shortDecimals(elements, i, /* spaced= */ false, rule);
            if (i < elements.length) {
                if (!read(scanner, elements, i)) {
                    return null;
                }
                i++;
                if (!scanner.passesHere((byte) ',') && i < elements.length) {
                    return null;
                }
            }
        }
        int length = scanner.position() - begin;
        boolean fits = length <= shape.events().limits().maxStringLength();
        return fits && scanner.passesHere((byte) '"') ? elements : null;
    }

    private float @Nullable [] elementsOfList(PlainJsonScanner scanner) {
        float[] elements = new float[rule.length()];
        EventsConfig.Limits limits = shape.events().limits();
        boolean shortFit = PlainJsonScanner.shortDecimalsFit(limits);
        int last = elements.length - 1;
        int i = 0;
        while (i < elements.length) {
            i += shortFit ? scanner.shortDecimals(elements, i, /* spaced= */ true, rule) : 0;
            scanner.skipSpace();
            if (i > last || !read(scanner, elements, i) || scanner.length() > limits.maxNumberLength()) {
                return null;
            }
            if (!scanner.passes(i < last ? (byte) ',' : (byte) ']')) {
                return null;
            }
            i++;
        }
        return elements;
    }

    private boolean read(PlainJsonScanner scanner, float[] elements, int index) {
        if (scanner.number() == Token.OTHER) {
            return false;
        }
        double value = scanner.value();
        elements[index] = (float) value;
        return Math.abs(value) <= Float.MAX_VALUE && rule.holds(elements[index]);
    }
}
