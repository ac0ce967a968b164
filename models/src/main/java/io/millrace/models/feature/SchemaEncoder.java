package io.millrace.models.feature;

import io.millrace.config.FieldType;
import io.millrace.config.bind.Nearest;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The encodings of a model, bound to the columns of a schema. */
public final class SchemaEncoder implements RowEncoder {
    private final List<TensorSpec> inputs;
    private final Binding binding;
    private final ColumnGroup[] groups;

    /** What decides which elements are written. */
    private record Binding(List<InputEncoding> encodings, Schema schema) {}

    private SchemaEncoder(Binding binding, List<TensorSpec> inputs, List<ColumnGroup> groups) {
        this.binding = binding;
        this.inputs = List.copyOf(inputs);
        this.groups = groups.toArray(ColumnGroup[]::new);
    }

    /**
     * Finds the column of every encoding in the schema.
     *
     * @throws EncodingException naming a column that is absent or of another type
     */
    public static SchemaEncoder bind(List<InputEncoding> encodings, Schema schema) throws EncodingException {
        List<TensorSpec> inputs = new ArrayList<>();
        List<ColumnGroup> groups = new ArrayList<>();
        for (InputEncoding encoding : encodings) {
            groups.addAll(ColumnGroups.of(inputs.size(), encoding, indexes(encoding, schema)));
            inputs.add(encoding.spec());
        }
        return new SchemaEncoder(new Binding(List.copyOf(encodings), schema), inputs, groups);
    }

    @Override
    public List<TensorSpec> inputs() {
        return inputs;
    }

    @Override
    public void encode(Row row, BatchMemory memory, int index) {
        for (ColumnGroup group : groups) {
            group.write(row, memory, index);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SchemaEncoder that && binding.equals(that.binding);
    }

    @Override
    public int hashCode() {
        return binding.hashCode();
    }

    private static int[] indexes(InputEncoding input, Schema schema) throws EncodingException {
        int[] indexes = new int[input.columns().size()];
        for (int i = 0; i < indexes.length; i++) {
            ColumnEncoding wanted = input.columns().get(i);
            indexes[i] = schema.indexOf(wanted.column());
            if (indexes[i] < 0) {
                List<String> known = schema.columns().stream().map(Column::name).toList();
                throw new EncodingException("model reads a column that the pipeline does not have: column="
                        + wanted.column() + Nearest.hint(wanted.column(), known));
            }
            requireType(wanted, schema.column(indexes[i]));
        }
        return indexes;
    }

    private static void requireType(ColumnEncoding wanted, Column found) throws EncodingException {
        boolean fits = wanted.encoding()
                .fold(
                        numeric -> !found.text() && found.type() != FieldType.VECTOR,
                        oneHot -> found.text(),
                        index -> found.text(),
                        vector -> found.type() == FieldType.VECTOR && found.length() == vector.length());
        if (!fits) {
            throw new EncodingException("model reads a column as another type than the pipeline declares: column="
                    + wanted.column() + ", type=" + found.type() + ", length=" + found.length() + ", encoding="
                    + wanted.encoding());
        }
    }
}
