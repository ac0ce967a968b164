package io.millrace.models.feature;

import io.millrace.models.feature.ColumnGroups.Place;
import io.millrace.models.tensor.BatchMemory;
import java.util.List;

/** Categories, each as one element per known text and one for the others, or as a whole number. */
final class TextColumns implements ColumnGroup {
    private final int input;
    private final boolean whole;
    private final int[] columns;
    private final int[] elements;
    private final Vocabulary[] vocabularies;

    TextColumns(int input, boolean whole, List<Entry> entries) {
        this.input = input;
        this.whole = whole;
        this.columns = entries.stream().mapToInt(each -> each.place.column()).toArray();
        this.elements = entries.stream().mapToInt(each -> each.place.element()).toArray();
        this.vocabularies =
                entries.stream().map(each -> new Vocabulary(each.vocabulary)).toArray(Vocabulary[]::new);
    }

    @Override
    public void write(Row row, BatchMemory memory, int index) {
        for (int i = 0; i < columns.length; i++) {
            Vocabulary vocabulary = vocabularies[i];
            String text = row.text(columns[i]);
            int place = text == null ? -1 : vocabulary.place(text);
            if (whole) {
                memory.putLong(input, index, elements[i], place < 0 ? 0 : place + 1L);
            } else {
                int hot = place < 0 ? vocabulary.size() : place;
                memory.zero(input, index, elements[i], vocabulary.size() + 1);
                memory.putFloat(input, index, elements[i] + hot, 1);
            }
        }
    }

    /** One column. */
    record Entry(Place place, List<String> vocabulary) {}
}
