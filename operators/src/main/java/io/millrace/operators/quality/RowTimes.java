package io.millrace.operators.quality;

import io.millrace.models.evaluate.DelayProfile;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** How many rows were scored when, in {@value #BINS} equal spans of event time, which double when they do not suffice. */
final class RowTimes {
    private static final int BINS = 128;
    private static final long NARROWEST_MILLIS = 1000;

    private final long[] counts = new long[BINS];
    private long rows;
    private long spanMillis = NARROWEST_MILLIS;
    private long first;

    void add(long timeMillis) {
        if (rows == 0) {
            first = Math.floorDiv(timeMillis, spanMillis);
        }
        long bin = Math.floorDiv(timeMillis, spanMillis) - first;
        while ((bin < 0 && !shift(-bin)) || bin >= BINS) {
            widen();
            bin = Math.floorDiv(timeMillis, spanMillis) - first;
        }
        counts[(int) Math.max(0, bin)]++;
        rows++;
    }

    /** Moves everything up by so many bins, if there is room. */
    private boolean shift(long bins) {
        int last = BINS - 1;
        while (last >= 0 && counts[last] == 0) {
            last--;
        }
        if (last + bins >= BINS) {
            return false;
        }
        System.arraycopy(counts, 0, counts, (int) bins, last + 1);
        Arrays.fill(counts, 0, (int) bins, 0);
        first -= bins;
        return true;
    }

    private void widen() {
        long widened = Math.floorDiv(first, 2L);
        long[] before = counts.clone();
        Arrays.fill(counts, 0);
        for (int i = 0; i < BINS; i++) {
            counts[(int) (Math.floorDiv(first + i, 2L) - widened)] += before[i];
        }
        first = widened;
        spanMillis *= 2;
    }

    long rows() {
        return rows;
    }

    /** The share of the rows' labels that is expected to have come by now; NaN if nothing is known. */
    double share(DelayProfile delays, long nowMillis) {
        double expected = 0;
        for (int i = 0; i < BINS; i++) {
            if (counts[i] > 0) {
                long middle = (first + i) * spanMillis + spanMillis / 2;
                expected += counts[i] * delays.share(Math.max(0, nowMillis - middle));
            }
        }
        return rows == 0 ? Double.NaN : expected / rows;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(rows);
        out.writeLong(spanMillis);
        out.writeLong(first);
        for (long count : counts) {
            out.writeLong(count);
        }
    }

    void read(DataInput in) throws IOException {
        rows = in.readLong();
        spanMillis = in.readLong();
        first = in.readLong();
        for (int i = 0; i < BINS; i++) {
            counts[i] = in.readLong();
        }
    }
}
