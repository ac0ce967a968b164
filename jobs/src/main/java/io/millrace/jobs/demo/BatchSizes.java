package io.millrace.jobs.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * The sizes of batches, seen through their rows: a row that tells its batch had {@code b} rows stands for
 * {@code 1 / b} of a batch.
 */
final class BatchSizes {
    private static final int MAX_BUCKETS = 16;

    private final double[] batches = new double[MAX_BUCKETS];
    private long rows;
    private double all;

    /** Adds one row of a batch of that many rows. */
    void addRow(int batchRows) {
        int size = Math.max(1, batchRows);
        int bucket = Math.min(MAX_BUCKETS - 1, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(size));
        batches[bucket] += 1.0 / size;
        rows++;
        all += 1.0 / size;
    }

    /** Rows per batch. */
    double mean() {
        return rows == 0 ? Double.NaN : rows / all;
    }

    /** Batches of 1, 2–3, 4–7, … rows, up to the largest that was seen. */
    List<Long> counts() {
        List<Long> counts = new ArrayList<>();
        int last = MAX_BUCKETS - 1;
        while (last >= 0 && batches[last] == 0) {
            last--;
        }
        for (int i = 0; i <= last; i++) {
            counts.add(Math.round(batches[i]));
        }
        return counts;
    }
}
