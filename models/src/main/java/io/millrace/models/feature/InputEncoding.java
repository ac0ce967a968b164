package io.millrace.models.feature;

import io.millrace.models.tensor.TensorSpec;
import java.util.List;

/**
 * One input of a model: the columns whose encoded values follow each other in its rows.
 *
 * @param name of the tensor
 */
public record InputEncoding(String name, TensorSpec.Element element, List<ColumnEncoding> columns) {

    public InputEncoding {
        columns = List.copyOf(columns);
        for (ColumnEncoding column : columns) {
            if (!fits(element, column.encoding())) {
                throw new IllegalArgumentException("encoding writes no elements of this type: input=" + name
                        + ", element=" + element + ", column=" + column.column() + ", encoding=" + column.encoding()
                        + "; int64 takes index and raw without indicator, float32 takes all but index");
            }
        }
    }

    /** The tensor that is written. */
    public TensorSpec spec() {
        return new TensorSpec(
                name,
                element,
                columns.stream().mapToInt(each -> each.encoding().width()).sum());
    }

    /** Whether the encoding can write elements of the type. */
    public static boolean fits(TensorSpec.Element element, Encoding encoding) {
        boolean whole = element == TensorSpec.Element.INT64;
        return encoding.fold(
                numeric -> !whole || (numeric.scale() == Encoding.Scale.RAW && !numeric.indicator()),
                oneHot -> !whole,
                index -> whole,
                vector -> !whole);
    }
}
