package io.millrace.models.aggregate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sum of numbers, 0 if there are none, with the compensation of Neumaier (ZAMM 54, 1974). */
final class SumAccumulator implements Accumulator {
    private double sum;
    private double lost;

    static SumAccumulator read(DataInput in) throws IOException {
        SumAccumulator read = new SumAccumulator();
        read.sum = in.readDouble();
        read.lost = in.readDouble();
        return read;
    }

    @Override
    public void add(long eventMillis, double number, @Nullable String text) {
        if (!Double.isNaN(number)) {
            add(number);
        }
    }

    @Override
    public void merge(Accumulator other) {
        SumAccumulator that = (SumAccumulator) other;
        add(that.sum);
        lost += that.lost;
    }

    @Override
    public double number(long atMillis) {
        return sum + lost;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeDouble(sum);
        out.writeDouble(lost);
    }

    private void add(double number) {
        double total = sum + number;
        lost += Math.abs(sum) >= Math.abs(number) ? (sum - total) + number : (number - total) + sum;
        sum = total;
    }
}
