package io.millrace.models.feature;

import java.util.function.IntToDoubleFunction;

/**
 * Numbers of one row on their way out of it: a row that consists of two hands each its part. Hot: used again for every
 * row by one thread, so that a number costs no call of its own.
 */
public final class Gathering {
    private final int[] columns;
    private final double[] numbers;
    private int from;
    private int to;
    private int shift;

    /** @param columns whose numbers are wanted; shared, not changed */
    Gathering(int[] columns) {
        this.columns = columns;
        this.numbers = new double[columns.length];
    }

    /** The numbers of a row, in the order of the columns; to be used before the next row is asked. */
    double[] of(Row row) {
        from = 0;
        to = columns.length;
        shift = 0;
        row.numbers(this);
        return numbers;
    }

    /** Takes every number from a function of the column. */
    void each(IntToDoubleFunction number) {
        for (int i = from; i < to; i++) {
            numbers[i] = number.applyAsDouble(columns[i] - shift);
        }
    }

    /** Takes every number from an array by column. */
    public void from(double[] byColumn) {
        for (int i = from; i < to; i++) {
            numbers[i] = byColumn[columns[i] - shift];
        }
    }

    /** Takes every number from one row of columns. */
    public void from(double[][] byColumn, int row) {
        for (int i = from; i < to; i++) {
            numbers[i] = byColumn[columns[i] - shift][row];
        }
    }

    /** Takes those of the columns before {@code size} from one row and the others, counted from there, from another. */
    public void split(int size, Row first, Row second) {
        int begin = from;
        int end = to;
        while (begin < end) {
            boolean own = columns[begin] < size;
            int next = begin + 1;
            while (next < end && columns[next] < size == own) {
                next++;
            }
            from = begin;
            to = next;
            shift = own ? 0 : size;
            (own ? first : second).numbers(this);
            begin = next;
        }
    }
}
