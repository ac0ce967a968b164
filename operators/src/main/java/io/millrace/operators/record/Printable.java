package io.millrace.operators.record;

/** Text of unknown origin, made safe to print: one line, bounded, without control and other invisible characters. */
public final class Printable {
    private static final int MAX_QUOTED = 64;

    private Printable() {}

    /** The text with each character that is not printable dropped, cut after {@code max} characters. */
    public static String line(String text, int max) {
        if (text.length() <= max && text.chars().allMatch(each -> each >= ' ' && each < 0x7f)) {
            return text;
        }
        StringBuilder line = new StringBuilder(Math.min(text.length(), max));
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            if (line.length() + Character.charCount(point) > max) {
                break;
            }
            if (printable(point)) {
                line.appendCodePoint(point);
            }
            i += Character.charCount(point);
        }
        return line.toString();
    }

    /** The text in quotation marks, its unprintable characters escaped, cut short where it is long. */
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); ) {
            if (quoted.length() > MAX_QUOTED) {
                return quoted.append("…\" (")
                        .append(text.length())
                        .append(" characters)")
                        .toString();
            }
            int point = text.codePointAt(i);
            if (point == '"' || point == '\\') {
                quoted.append('\\').append((char) point);
            } else if (printable(point)) {
                quoted.appendCodePoint(point);
            } else {
                quoted.append(String.format("\\u%04x", point));
            }
            i += Character.charCount(point);
        }
        return quoted.append('"').toString();
    }

    private static boolean printable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
