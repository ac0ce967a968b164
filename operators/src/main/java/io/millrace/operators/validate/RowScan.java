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
    private final GoodTexts[] good;

    private RowScan(EventTable table, GoodTexts[] good) {
        this.good = good;
        this.table = table;
        this.shape = table.shape();
        this.maxLength = shape.events().limits().maxStringLength();
        this.marked = new BitSet(table.rows());
    }

    /**
     * The rows that may not be as declared.
     *
     * @param good by field, the texts of earlier tables that were found to be
     */
    static BitSet of(EventTable table, GoodTexts[] good) {
        RowScan scan = new RowScan(table, good);
        for (int field = 0; field < scan.shape.size(); field++) {
            TableColumn column = table.column(field);
            if (column != null) {
                scan.scan(field, column);
            }
        }
        scan.names(table.idColumn());
        scan.names(table.keyColumn());
        scan.times();
        return scan.marked;
    }

    private void scan(int field, TableColumn column) {
        FieldRule rule = shape.rule(field);
        switch (rule.type()) {
            case FLOAT, BOOL -> numbers(rule, column);
            case INT -> {
                numbers(rule, column);
                wholes(column);
            }
            case CATEGORY -> texts(rule, column, good[field]);
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

    private void texts(FieldRule rule, TableColumn column, GoodTexts known) {
        @Nullable String[] texts = column.texts();
        for (int row = 0; row < texts.length; row++) {
            String text = texts[row];
            boolean passes = text == null ? !rule.required() : known.has(text) || passes(rule, text, known);
            if (!passes || column.broken(row)) {
                marked.set(row);
            }
        }
    }

    private boolean passes(FieldRule rule, String text, GoodTexts known) {
        if (!fits(text) || !rule.allows(text)) {
            return false;
        }
        known.add(text);
        return true;
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
            if (!rule.holds(elements[i])) {
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
