package io.millrace.operators.validate;

import io.millrace.models.tensor.TableColumn;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a table for rows that are not as declared, column by column. It refuses nothing: what it marks is looked at
 * again, one row at a time, by an {@link EventDraft}.
 */
final class RowScan {
    private static final double TWO_TO_63 = 0x1p63;

    private final EventTable table;
    private final EventShape shape;
    private final int maxLength;
    private final BitSet marked;

    private RowScan(EventTable table) {
        this.table = table;
        this.shape = table.shape();
        this.maxLength = shape.events().limits().maxStringLength();
        this.marked = new BitSet(table.rows());
    }

    /** The rows that may not be as declared. */
    static BitSet of(EventTable table) {
        RowScan scan = new RowScan(table);
        for (int field = 0; field < scan.shape.size(); field++) {
            TableColumn column = table.column(field);
            if (column != null) {
                scan.scan(scan.shape.rule(field), column);
            }
        }
        scan.names(table.idColumn());
        scan.names(table.keyColumn());
        scan.times();
        return scan.marked;
    }

    private void scan(FieldRule rule, TableColumn column) {
        switch (rule.type()) {
            case FLOAT, BOOL -> numbers(rule, column);
            case INT -> {
                numbers(rule, column);
                wholes(column);
            }
            case CATEGORY -> texts(rule, column);
            case VECTOR -> vectors(rule, column);
        }
    }

    private void numbers(FieldRule rule, TableColumn column) {
        double[] numbers = column.numbers();
        double min = Math.max(rule.min(), -Double.MAX_VALUE);
        double max = Math.min(rule.max(), Double.MAX_VALUE);
        for (int row = 0; row < numbers.length; row++) {
            double value = numbers[row];
            if (!(value >= min && value <= max) && (rule.required() || !column.missing(row))) {
                marked.set(row);
            }
        }
    }

    private void wholes(TableColumn column) {
        double[] numbers = column.numbers();
        for (int row = 0; row < numbers.length; row++) {
            double value = numbers[row];
            if (value != Math.rint(value) || value < -TWO_TO_63 || value >= TWO_TO_63) {
                if (!column.missing(row)) {
                    marked.set(row);
                }
            }
        }
    }

    private void texts(FieldRule rule, TableColumn column) {
        @Nullable String[] texts = column.texts();
        String good = null;
        for (int row = 0; row < texts.length; row++) {
            String text = texts[row];
            if (text == null ? rule.required() : !(isSame(text, good) || (fits(text) && rule.allows(text)))) {
                marked.set(row);
            } else {
                good = text;
            }
            if (column.broken(row)) {
                marked.set(row);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // only to spare a second look
    private static boolean isSame(String text, @Nullable String other) {
        return text == other;
    }

    private void vectors(FieldRule rule, TableColumn column) {
        float[] elements = column.elements();
        for (int row = 0; row < table.rows(); row++) {
            if (column.missing(row)) {
                marked.set(row, marked.get(row) || rule.required());
            } else if (column.length(row) != rule.length() || !inRange(rule, elements, column.start(row))) {
                marked.set(row);
            }
        }
    }

    private static boolean inRange(FieldRule rule, float[] elements, int from) {
        for (int i = from; i < from + rule.length(); i++) {
            float element = elements[i];
            if (!(element >= rule.min() && element <= rule.max() && Math.abs(element) <= Float.MAX_VALUE)) {
                return false;
            }
        }
        return true;
    }

    private void names(TableColumn column) {
        @Nullable String[] texts = column.texts();
        for (int row = 0; row < texts.length; row++) {
            String text = texts[row];
            if (text == null || text.isEmpty() || !fits(text) || column.broken(row)) {
                marked.set(row);
            }
        }
    }

    private boolean fits(String text) {
        return text.length() <= maxLength && EventDraft.writable(text);
    }

    private void times() {
        long latest = shape.latestMillis();
        for (int row = 0; row < table.rows(); row++) {
            long millis = table.timeMillis(row);
            if (millis < 0 || millis > latest) {
                marked.set(row);
            }
        }
    }
}
