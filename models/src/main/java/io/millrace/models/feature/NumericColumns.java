package io.millrace.models.feature;

import io.millrace.models.feature.ColumnGroups.Place;
import io.millrace.models.feature.Encoding.Numeric;
import io.millrace.models.feature.Encoding.Scale;
import io.millrace.models.tensor.BatchMemory;
import java.util.List;
import java.util.stream.IntStream;

/** Numbers, each scaled into one element, with or without an indicator of its absence. */
final class NumericColumns implements ColumnGroup {
    private final int input;
    private final boolean whole;
    private final int[] columns;
    private final int[] elements;
    private final boolean[] logarithmic;
    private final boolean[] indicated;
    private final double[] means;
    private final double[] deviations;
    private final double[] fills;

    /** Whether each number is one element and they lie side by side. */
    private final boolean inRow;

    private final ThreadLocal<Scratch> scratches;

    NumericColumns(int input, boolean whole, List<Entry> entries) {
        int size = entries.size();
        this.input = input;
        this.whole = whole;
        this.columns = new int[size];
        this.elements = new int[size];
        this.logarithmic = new boolean[size];
        this.indicated = new boolean[size];
        this.means = new double[size];
        this.deviations = new double[size];
        this.fills = new double[size];
        for (int i = 0; i < size; i++) {
            set(i, entries.get(i));
        }
        this.scratches = ThreadLocal.withInitial(() -> new Scratch(new Gathering(columns), new float[size]));
        this.inRow =
                size > 0 && IntStream.range(0, size).allMatch(i -> !indicated[i] && elements[i] == elements[0] + i);
    }

    private void set(int i, Entry entry) {
        columns[i] = entry.place.column();
        elements[i] = entry.place.element();
        logarithmic[i] = entry.encoding.scale() == Scale.LOG;
        indicated[i] = entry.encoding.indicator();
        means[i] = entry.encoding.mean();
        deviations[i] = entry.encoding.deviation();
        fills[i] = entry.encoding.fill();
    }

    @Override
    public void write(Row row, BatchMemory memory, int index) {
        if (whole) {
            writeWhole(row, memory, index);
            return;
        }
        Scratch scratch = scratches.get();
        double[] numbers = scratch.gathering.of(row);
        if (inRow) {
            scale(numbers, scratch.scaled);
            memory.putFloats(input, index, elements[0], scratch.scaled);
            return;
        }
        for (int i = 0; i < columns.length; i++) {
            double number = numbers[i];
            boolean missing = Double.isNaN(number);
            double scaled = scaled(i, missing ? fills[i] : number);
            memory.putFloat(input, index, elements[i], (float) scaled);
            if (indicated[i]) {
                memory.putFloat(input, index, elements[i] + 1, missing ? 1 : 0);
            }
        }
    }

    private void scale(double[] numbers, float[] scaled) {
        for (int i = 0; i < scaled.length; i++) {
            double number = numbers[i];
            scaled[i] = (float) scaled(i, Double.isNaN(number) ? fills[i] : number);
        }
    }

    /** What a thread works with, for every row again. */
    private record Scratch(Gathering gathering, float[] scaled) {}

    private double scaled(int i, double present) {
        return ((logarithmic[i] ? log(present) : present) - means[i]) / deviations[i];
    }

    private void writeWhole(Row row, BatchMemory memory, int index) {
        for (int i = 0; i < columns.length; i++) {
            double number = row.number(columns[i]);
            memory.putLong(input, index, elements[i], (long) (Double.isNaN(number) ? fills[i] : number));
        }
    }

    /** sign(x) * log(1 + |x|). {@code Math.log1p} would be exact near zero, but no processor instruction helps it. */
    static double log(double x) {
        return Math.copySign(Math.log(1 + Math.abs(x)), x);
    }

    /** One column. */
    record Entry(Place place, Numeric encoding) {}
}
