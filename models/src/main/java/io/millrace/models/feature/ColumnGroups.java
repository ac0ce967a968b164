package io.millrace.models.feature;

import io.millrace.models.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/** The columns of one input, sorted into groups of the same encoding. */
final class ColumnGroups {
    private final List<NumericColumns.Entry> numbers = new ArrayList<>();
    private final List<TextColumns.Entry> texts = new ArrayList<>();
    private final List<VectorColumns.Entry> vectors = new ArrayList<>();

    private ColumnGroups() {}

    /**
     * The groups of an input.
     *
     * @param input index of the input
     * @param columns index of each of its columns in the schema
     */
    static List<ColumnGroup> of(int input, InputEncoding encoding, int[] columns) {
        ColumnGroups sorted = new ColumnGroups();
        int element = 0;
        for (int i = 0; i < columns.length; i++) {
            Encoding each = encoding.columns().get(i).encoding();
            sorted.add(new Place(columns[i], element), each);
            element += each.width();
        }
        boolean whole = encoding.element() == TensorSpec.Element.INT64;
        return sorted.groups(input, whole);
    }

    private List<ColumnGroup> groups(int input, boolean whole) {
        List<ColumnGroup> groups = new ArrayList<>();
        if (!numbers.isEmpty()) {
            groups.add(new NumericColumns(input, whole, numbers));
        }
        if (!texts.isEmpty()) {
            groups.add(new TextColumns(input, whole, texts));
        }
        if (!vectors.isEmpty()) {
            groups.add(new VectorColumns(input, vectors));
        }
        return groups;
    }

    private void add(Place place, Encoding encoding) {
        encoding.fold(
                numeric -> numbers.add(new NumericColumns.Entry(place, numeric)),
                oneHot -> texts.add(new TextColumns.Entry(place, oneHot.vocabulary())),
                index -> texts.add(new TextColumns.Entry(place, index.vocabulary())),
                vector -> vectors.add(new VectorColumns.Entry(place, vector.length())));
    }

    /**
     * Where a value comes from and where it goes.
     *
     * @param column index in the schema
     * @param element first element in the row of the input
     */
    record Place(int column, int element) {}
}
