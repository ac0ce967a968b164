package io.millrace.models.aggregate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How many events there were, with a value or without. */
final class CountAccumulator implements Accumulator {
    private long count;

    static CountAccumulator read(DataInput in) throws IOException {
        CountAccumulator read = new CountAccumulator();
        read.count = in.readLong();
        return read;
    }

    @Override
    public void add(long eventMillis, double number, @Nullable String text) {
        count++;
    }

    @Override
    public void merge(Accumulator other) {
        count += ((CountAccumulator) other).count;
    }

    @Override
    public double number(long atMillis) {
        return count;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(count);
    }
}
