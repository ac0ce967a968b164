package io.millrace.models.aggregate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The smallest or the largest of numbers. */
final class ExtremeAccumulator implements Accumulator {
    private final Wanted wanted;
    private double extreme = Double.NaN;

    /** Which of the two it stands for. */
    enum Wanted {
        MIN,
        MAX
    }

    ExtremeAccumulator(Wanted wanted) {
        this.wanted = wanted;
    }

    static ExtremeAccumulator read(Wanted wanted, DataInput in) throws IOException {
        ExtremeAccumulator read = new ExtremeAccumulator(wanted);
        read.extreme = in.readDouble();
        return read;
    }

    @Override
    public void add(long eventMillis, double number, @Nullable String text) {
        if (Double.isNaN(number)) {
            return;
        }
        if (Double.isNaN(extreme)) {
            extreme = number;
        } else {
            extreme = wanted == Wanted.MIN ? Math.min(extreme, number) : Math.max(extreme, number);
        }
    }

    @Override
    public void merge(Accumulator other) {
        add(0, ((ExtremeAccumulator) other).extreme, null);
    }

    @Override
    public double number(long atMillis) {
        return extreme;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeDouble(extreme);
    }
}
