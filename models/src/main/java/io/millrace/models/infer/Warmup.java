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
 *
 * <p>Timed runs begin with cold caches, because those of a job do: what decodes and encodes between two batches evicts the
 * code and the weights of the model, which makes the fixed cost of a batch several times that of a loop.
 */
public final class Warmup {
    private static final int UNTIMED_RUNS = 3;
    private static final int TIMED_RUNS = 3;
    private static final int CACHE_BYTES = 8 << 20;
    private static final int LINE_BYTES = 64;

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
            byte[] others = new byte[CACHE_BYTES];
            for (int rows : buckets(maxRows)) {
                points.add(new Point(rows, time(() -> scorer.score(batch, rows), others, ticker)));
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

    /** One run of the model. */
    private interface Run {
        void score() throws ScoringException;
    }

    private static long time(Run run, byte[] others, Ticker ticker) throws ScoringException {
        for (int i = 0; i < UNTIMED_RUNS; i++) {
            run.score();
        }
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < TIMED_RUNS; i++) {
            evict(others);
            long start = ticker.nanos();
            run.score();
            shortest = Math.min(shortest, ticker.nanos() - start);
        }
        return shortest;
    }

    /* Other memory takes the place of what the caches of a core hold. */
    private static void evict(byte[] others) {
        for (int i = 0; i < others.length; i += LINE_BYTES) {
            others[i]++;
        }
    }
}
