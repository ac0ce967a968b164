package io.millrace.models.online;

import io.millrace.models.feature.Encoding.Vector;
import io.millrace.models.feature.Row;
import java.io.DataInput;
import java.io.DataOutput;
import java.util.Arrays;

/** The elements of a vector as they are. */
record VectorSlot(int column, int width) implements ColumnSlot {

    @Override
    public Growth observe(Row row) {
        return Growth.NONE;
    }

    @Override
    public void encode(Row row, float[] into, int at) {
        float[] vector = row.vector(column);
        if (vector == null) {
            Arrays.fill(into, at, at + width, 0);
        } else {
            System.arraycopy(vector, 0, into, at, width);
        }
    }

    @Override
    public Vector encoding() {
        return new Vector(width);
    }

    @Override
    public void write(DataOutput out) {}

    @Override
    public void read(DataInput in) {}
}
