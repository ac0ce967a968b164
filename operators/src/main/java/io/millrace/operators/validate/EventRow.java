package io.millrace.operators.validate;

import io.millrace.models.feature.Fields;
import io.millrace.operators.record.Payload;
import org.jspecify.annotations.Nullable;

/** One row of a table: as the fields of an event, and as what stands for its bytes, of which it never had any. */
record EventRow(EventTable table, int row) implements Fields, Payload {

    @Override
    public int size() {
        return table.shape().size();
    }

    @Override
    public double number(int column) {
        return table.number(column, row);
    }

    @Override
    public @Nullable String text(int column) {
        return table.text(column, row);
    }

    @Override
    public float @Nullable [] vector(int column) {
        return table.vector(column, row);
    }

    @Override
    public byte[] bytes() {
        return RowJson.write(table, row);
    }
}
