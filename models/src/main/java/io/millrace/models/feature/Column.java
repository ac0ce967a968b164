package io.millrace.models.feature;

import io.millrace.config.FieldType;
import java.io.Serializable;

/**
 * One column of a {@link Schema}.
 *
 * @param name unique in its schema; a view's column is called {@code <view>.<column>}
 * @param length elements of a vector; 1 for every other type
 */
public record Column(String name, FieldType type, int length) implements Serializable {

    public boolean text() {
        return type == FieldType.CATEGORY;
    }
}
