package io.millrace.models.infer;

import io.millrace.models.infer.ModelProfile.Point;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;
import io.millrace.models.time.Ticker;
import java.util.ArrayList;
import java.util.List;

/**
 * The first runs of a model, on rows of zeros: PyTorch specialises its code in the first calls of each batch size, so
 * that a model that was not warmed up serves its first batches up to a thousand times slower.
 */
public final class Warmup {
    private static final int UNTIMED_RUNS = 3;
    private static final int TIMED_RUNS = 3;

    private Warmup() {}

    /**
     * Runs every batch-size bucket (1, 2, 4, …, {@code maxRows}) in the calling thread, and times each.
     *
     * @return the shortest time of each bucket
     * @throws ScoringException if the model fails on rows of zeros
     */
    public static ModelProfile run(Scorer scorer, int maxRows, Ticker ticker) throws ScoringException {
        List<Point> points = new ArrayList<>();
        try (TensorMemory memory = new TensorMemory(Long.MAX_VALUE);
                BatchMemory batch = memory.batch(scorer.inputs(), maxRows)) {
            batch.zero();
            for (int rows : buckets(maxRows)) {
                points.add(new Point(rows, time(scorer, batch, rows, ticker)));
            }
        }
        return new ModelProfile(points);
    }

    /** 1, 2, 4, … and the maximum itself. */
    static List<Integer> buckets(int maxRows) {
        List<Integer> buckets = new ArrayList<>();
        for (int rows = 1; rows < maxRows; rows *= 2) {
            buckets.add(rows);
        }
        buckets.add(maxRows);
        return buckets;
    }

    private static long time(Scorer scorer, BatchMemory batch, int rows, Ticker ticker) throws ScoringException {
        for (int run = 0; run < UNTIMED_RUNS; run++) {
            scorer.score(batch, rows);
        }
        long shortest = Long.MAX_VALUE;
        for (int run = 0; run < TIMED_RUNS; run++) {
            long start = ticker.nanos();
            scorer.score(batch, rows);
            shortest = Math.min(shortest, ticker.nanos() - start);
        }
        return shortest;
    }
}
