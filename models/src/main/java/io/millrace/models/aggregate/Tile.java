package io.millrace.models.aggregate;

import java.io.DataOutput;
import java.io.IOException;

/** What is remembered of the events of one entity in one piece of event time, for the columns of one window. */
public final class Tile {
    private final Accumulator[] accumulators;

    Tile(Accumulator[] accumulators) {
        this.accumulators = accumulators;
    }

    Accumulator accumulator(int column) {
        return accumulators[column];
    }

    void merge(Tile other) {
        for (int i = 0; i < accumulators.length; i++) {
            accumulators[i].merge(other.accumulators[i]);
        }
    }

    /** Writes it, for {@link AggregatePlan#readTile}. */
    public void write(DataOutput out) throws IOException {
        for (Accumulator accumulator : accumulators) {
            accumulator.write(out);
        }
    }
}
