package io.millrace.models.feature;

import io.millrace.models.feature.ColumnGroups.Place;
import io.millrace.models.tensor.BatchMemory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Categories, each as one element per known text and one for the others, or as a whole number. */
final class TextColumns implements ColumnGroup {
    private final int input;
    private final boolean whole;
    private final int[] columns;
    private final int[] elements;
    private final List<Map<String, Integer>> vocabularies;

    TextColumns(int input, boolean whole, List<Entry> entries) {
        this.input = input;
        this.whole = whole;
        this.columns = entries.stream().mapToInt(each -> each.place.column()).toArray();
        this.elements = entries.stream().mapToInt(each -> each.place.element()).toArray();
        this.vocabularies =
                entries.stream().map(each -> places(each.vocabulary)).toList();
    }

    @Override
    public void write(Row row, BatchMemory memory, int index) {
        for (int i = 0; i < columns.length; i++) {
            Map<String, Integer> vocabulary = vocabularies.get(i);
            int place = place(vocabulary, row.text(columns[i]));
            if (whole) {
                memory.putLong(input, index, elements[i], place < 0 ? 0 : place + 1L);
            } else {
                int hot = place < 0 ? vocabulary.size() : place;
                memory.zero(input, index, elements[i], vocabulary.size() + 1);
                memory.putFloat(input, index, elements[i] + hot, 1);
            }
        }
    }

    /** The map holds its boxed numbers already: a look-up makes none. */
    private static int place(Map<String, Integer> vocabulary, @Nullable String text) {
        Integer place = text == null ? null : vocabulary.get(text);
        return place == null ? -1 : place;
    }

    private static Map<String, Integer> places(List<String> vocabulary) {
        Map<String, Integer> places = new HashMap<>();
        for (String text : vocabulary) {
            places.put(text, places.size());
        }
        return places;
    }

    /** One column. */
    record Entry(Place place, List<String> vocabulary) {}
}
