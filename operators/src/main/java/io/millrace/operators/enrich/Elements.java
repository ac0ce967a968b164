package io.millrace.operators.enrich;

import io.millrace.config.ViewConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The elements of a vector on their way out of a store. */
final class Elements {
    private Elements() {}

    /** The vector of a column, or null if these are not as many finite floats as the column has. */
    static float @Nullable [] vector(ViewConfig.Column column, List<?> elements) {
        if (elements.size() != column.length()) {
            return null;
        }
        float[] vector = new float[elements.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = elements.get(i) instanceof Number number ? number.floatValue() : Float.NaN;
            if (!Float.isFinite(vector[i])) {
                return null;
            }
        }
        return vector;
    }
}
