package io.millrace.models.online;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Random numbers whose state is one long: SplitMix64 (Steele, Lea and Flood 2014, figure 17). */
final class Chance {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;
    private static final double NONE_OF_ONE = Math.exp(-1);

    private long state;

    Chance(long seed) {
        this.state = seed;
    }

    void read(DataInput in) throws IOException {
        state = in.readLong();
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(state);
    }

    private long next() {
        state += GAMMA;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** A number from 0, inclusive, to 1, exclusive. */
    double unit() {
        return (next() >>> 11) * UNIT;
    }

    /** A whole number from 0 to {@code bound}, exclusive. */
    int below(int bound) {
        return (int) (unit() * bound);
    }

    /** A number from Poisson's distribution with mean 1: how often an example is in a sample drawn with replacement. */
    int poisson() {
        int count = 0;
        for (double product = unit(); product > NONE_OF_ONE; product *= unit()) {
            count++;
        }
        return count;
    }
}
