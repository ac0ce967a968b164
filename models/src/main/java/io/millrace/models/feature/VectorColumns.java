package io.millrace.models.feature;

import io.millrace.models.feature.ColumnGroups.Place;
import io.millrace.models.tensor.BatchMemory;
import java.util.List;

/** Vectors, copied. */
final class VectorColumns implements ColumnGroup {
    private final int input;
    private final int[] columns;
    private final int[] elements;
    private final int[] lengths;

    VectorColumns(int input, List<Entry> entries) {
        this.input = input;
        this.columns = entries.stream().mapToInt(each -> each.place.column()).toArray();
        this.elements = entries.stream().mapToInt(each -> each.place.element()).toArray();
        this.lengths = entries.stream().mapToInt(Entry::length).toArray();
    }

    @Override
    public void write(Row row, BatchMemory memory, int index) {
        for (int i = 0; i < columns.length; i++) {
            float[] vector = row.vector(columns[i]);
            if (vector == null) {
                memory.zero(input, index, elements[i], lengths[i]);
            } else {
                requireLength(vector, lengths[i]);
                memory.putFloats(input, index, elements[i], vector);
            }
        }
    }

    private static void requireLength(float[] vector, int length) {
        if (vector.length != length) {
            throw new IllegalArgumentException(
                    "vector has another length than its column: elements=" + vector.length + ", length=" + length);
        }
    }

    /** One column. */
    record Entry(Place place, int length) {}
}
