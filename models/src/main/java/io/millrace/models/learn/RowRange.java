package io.millrace.models.learn;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some of the rows of a file in event-time order, counted from 0.
 *
 * @param to the first row that does not belong to it
 */
public record RowRange(int from, int to) {
    private static final Pattern FORM = Pattern.compile("([0-9]{0,9}):([0-9]{0,9})");

    /** Every row. */
    public static final RowRange ALL = new RowRange(0, Integer.MAX_VALUE);

    public RowRange {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("range of rows is empty: from=" + from + ", to=" + to);
        }
    }

    /** Reads {@code A:B}, {@code A:} or {@code :B}; B does not belong to the range. */
    public static RowRange parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("range of rows is not written as A:B: rows=" + text
                    + "; write 0:10000 for the first ten thousand, or 10000: for the others");
        }
        String from = form.group(1);
        String to = form.group(2);
        return new RowRange(from.isEmpty() ? 0 : Integer.parseInt(from), to.isEmpty() ? ALL.to : Integer.parseInt(to));
    }
}
