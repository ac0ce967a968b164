package io.millrace.models.feature;

import org.jspecify.annotations.Nullable;

/** The values of one row by schema index. Numbers, whole numbers and booleans are doubles; NaN means missing. */
public interface Row {

    /** The number in a column, or NaN if it is missing. */
    double number(int column);

    /** The text in a column, or null if it is missing. */
    @Nullable
    String text(int column);

    /** The elements of a vector column, or null if it is missing. The array is shared: do not change it. */
    float @Nullable [] vector(int column);
}
