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
            for (int element = 0; element < lengths[i]; element++) {
                memory.putFloat(input, index, elements[i] + element, vector == null ? 0 : vector[element]);
            }
        }
    }

    /** One column. */
    record Entry(Place place, int length) {}
}
