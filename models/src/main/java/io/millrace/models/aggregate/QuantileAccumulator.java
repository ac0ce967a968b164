package io.millrace.models.aggregate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.quantilescommon.QuantileSearchCriteria;
import org.jspecify.annotations.Nullable;

/**
 * A quantile of numbers, by a KLL sketch (Karnin, Lang and Liberty, FOCS 2016, in the form of Apache DataSketches): exact
 * up to 400 numbers, beyond that the value of a rank that is off by 0.7 % at most in 99 of 100 cases, and not the same one
 * each time, because the sketch draws lots. The median of an even count is the mean of the two in the middle.
 */
final class QuantileAccumulator implements Accumulator {
    private static final int SIZE = 400;

    private final double rank;
    private final KllDoublesSketch sketch;

    /**
     * @param rank from 0 for the smallest to 1 for the largest
     */
    QuantileAccumulator(double rank) {
        this(rank, KllDoublesSketch.newHeapInstance(SIZE));
    }

    private QuantileAccumulator(double rank, KllDoublesSketch sketch) {
        this.rank = rank;
        this.sketch = sketch;
    }

    static QuantileAccumulator read(double rank, DataInput in) throws IOException {
        return new QuantileAccumulator(rank, KllDoublesSketch.heapify(Memory.wrap(Sketches.read(in))));
    }

    @Override
    public void add(long eventMillis, double number, @Nullable String text) {
        if (!Double.isNaN(number)) {
            sketch.update(number);
        }
    }

    @Override
    public void merge(Accumulator other) {
        KllDoublesSketch that = ((QuantileAccumulator) other).sketch;
        if (!that.isEmpty()) {
            sketch.merge(that);
        }
    }

    /* The smallest value whose rank is at least the wanted one, and the smallest whose rank is above it, are the same but
     * where the wanted rank lies between two values. */
    @Override
    public double number(long atMillis) {
        if (sketch.isEmpty()) {
            return Double.NaN;
        }
        double at = sketch.getQuantile(rank, QuantileSearchCriteria.INCLUSIVE);
        double above = sketch.getQuantile(rank, QuantileSearchCriteria.EXCLUSIVE);
        return at + (above - at) / 2;
    }

    @Override
    public boolean estimated() {
        return sketch.isEstimationMode();
    }

    @Override
    public void write(DataOutput out) throws IOException {
        Sketches.write(sketch.toByteArray(), out);
    }
}
