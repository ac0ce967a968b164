package io.millrace.models.aggregate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Mean or standard deviation, of the population, of numbers: their count, their mean and the sum of their squared distances
 * from it, merged as Chan, Golub and LeVeque do (Updating Formulae and a Pairwise Algorithm, 1979).
 */
final class SpreadAccumulator implements Accumulator {
    private final Wanted wanted;
    private long count;
    private double mean;
    private double squares;

    /** Which of the two it stands for. */
    enum Wanted {
        MEAN,
        DEVIATION
    }

    SpreadAccumulator(Wanted wanted) {
        this.wanted = wanted;
    }

    static SpreadAccumulator read(Wanted wanted, DataInput in) throws IOException {
        SpreadAccumulator read = new SpreadAccumulator(wanted);
        read.count = in.readLong();
        read.mean = in.readDouble();
        read.squares = in.readDouble();
        return read;
    }

    @Override
    public void add(long eventMillis, double number, @Nullable String text) {
        if (!Double.isNaN(number)) {
            count++;
            double distance = number - mean;
            mean += distance / count;
            squares += distance * (number - mean);
        }
    }

    @Override
    public void merge(Accumulator other) {
        SpreadAccumulator that = (SpreadAccumulator) other;
        if (that.count == 0) {
            return;
        }
        long both = count + that.count;
        double distance = that.mean - mean;
        mean += distance * that.count / both;
        squares += that.squares + distance * distance * count / both * that.count;
        count = both;
    }

    @Override
    public double number(long atMillis) {
        if (count == 0) {
            return Double.NaN;
        }
        return wanted == Wanted.MEAN ? mean : Math.sqrt(squares / count);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeDouble(mean);
        out.writeDouble(squares);
    }
}
