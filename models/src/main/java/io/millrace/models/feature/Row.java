package io.millrace.models.feature;

import org.jspecify.annotations.Nullable;

/** The values of one row by schema index. Numbers, whole numbers and booleans are doubles; NaN means missing. */
public interface Row {

    /** The number in a column, or NaN if it is missing. */
    double number(int column);

    /** The numbers in some columns, in the order of the columns. Hot: whoever holds them as numbers overrides this. */
    default void numbers(Gathering gathering) {
        gathering.each(this::number);
    }

    /** The text in a column, or null if it is missing. */
    @Nullable
    String text(int column);

    /** The elements of a vector column, or null if it is missing. The array is shared: do not change it. */
    float @Nullable [] vector(int column);
}
