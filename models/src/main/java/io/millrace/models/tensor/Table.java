package io.millrace.models.tensor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rows as columns on the heap. */
public final class Table {
    private final int rows;
    private final @Nullable TableColumn[] columns;

    Table(int rows, @Nullable TableColumn[] columns) {
        this.rows = rows;
        this.columns = Arrays.copyOf(columns, columns.length);
    }

    public int rows() {
        return rows;
    }

    /** A column by its place among those that were asked for, or null if there is no such column. */
    public @Nullable TableColumn column(int wanted) {
        return columns[wanted];
    }
}
