package io.millrace.operators.validate;

import io.millrace.models.feature.Fields;
import io.millrace.models.feature.Gathering;
import io.millrace.operators.record.Payload;
import org.jspecify.annotations.Nullable;

/**
 * One row of a table: as the fields of an event, and as what stands for its bytes, of which it never had any. Hot: it is
 * asked for every number of every row.
 */
final class EventRow implements Fields, Payload {
    private final double[][] numbers;
    private final int row;
    private final EventTable table;

    EventRow(EventTable table, int row) {
        this.numbers = table.numbers();
        this.row = row;
        this.table = table;
    }

    EventTable table() {
        return table;
    }

    int row() {
        return row;
    }

    @Override
    public int size() {
        return numbers.length;
    }

    @Override
    public double number(int column) {
        return numbers[column][row];
    }

    @Override
    public void numbers(Gathering gathering) {
        gathering.from(numbers, row);
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
