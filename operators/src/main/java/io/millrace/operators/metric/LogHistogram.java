package io.millrace.operators.metric;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts of values in buckets that grow with the value: 32 buckets for each power of two, so that a percentile is off by
 * at most 1/64 of its value, and values below 64 are exact.
 */
/*
 * Any number of threads may record at once; each record is one atomic increment. A snapshot taken meanwhile holds some
 * of the concurrent records and not others, each of them whole.
 */
public final class LogHistogram {
    private static final int SUB_BITS = 5;
    private static final int SUB_BUCKETS = 1 << SUB_BITS;
    private static final int BUCKETS = (Long.SIZE - 1 - SUB_BITS + 1) * SUB_BUCKETS;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
    private final AtomicLong max = new AtomicLong();

    /** Counts a value; a negative one counts as zero. Hot: allocates nothing. */
    public void record(long value) {
        record(value, 1);
    }

    /** Counts a value several times at once. */
    public void record(long value, long times) {
        long counted = Math.max(0, value);
        counts.getAndAdd(bucket(counted), times);
        if (counted > max.get()) {
            max.accumulateAndGet(counted, Math::max);
        }
    }

    public Snapshot snapshot() {
        long[] copy = new long[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            copy[i] = counts.get(i);
        }
        return new Snapshot(copy, max.get());
    }

    private static int bucket(long value) {
        int shift = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - SUB_BITS);
        return (shift << SUB_BITS) + (int) (value >>> shift);
    }

    private static long lowest(int bucket) {
        int shift = shift(bucket);
        return (long) (bucket - (shift << SUB_BITS)) << shift;
    }

    private static int shift(int bucket) {
        return Math.max(0, (bucket >> SUB_BITS) - 1);
    }

    /** What a histogram held at one moment. */
    public static final class Snapshot {
        /** Nothing recorded. */
        public static final Snapshot EMPTY = new Snapshot(new long[BUCKETS], 0);

        private final long[] counts;
        private final long max;
        private final long total;

        private Snapshot(long[] counts, long max) {
            this.counts = counts;
            this.max = max;
            long sum = 0;
            for (long each : counts) {
                sum += each;
            }
            this.total = sum;
        }

        /** Number of recorded values. */
        public long count() {
            return total;
        }

        /** The greatest recorded value, exactly; 0 if there is none. */
        public long max() {
            return max;
        }

        /** The smallest recorded value, to within its bucket; 0 if there is none. */
        public long min() {
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    return lowest(i);
                }
            }
            return 0;
        }

        /** The value below or at which a share {@code quantile} of all recorded values lies; 0 if there is none. */
        public double quantile(double quantile) {
            if (!(quantile >= 0 && quantile <= 1)) {
                throw new IllegalArgumentException("quantile is not within [0, 1]: quantile=" + quantile);
            }
            long rank = Math.max(1, (long) Math.ceil(quantile * total));
            if (rank >= total) {
                return max;
            }
            long seen = 0;
            int bucket = -1;
            while (seen < rank) {
                bucket++;
                seen += counts[bucket];
            }
            return Math.min(middle(bucket), (double) max);
        }

        public double mean() {
            double sum = 0;
            for (int i = 0; i < counts.length; i++) {
                sum += counts[i] * middle(i);
            }
            return total == 0 ? 0 : sum / total;
        }

        public double standardDeviation() {
            double mean = mean();
            double sum = 0;
            for (int i = 0; i < counts.length; i++) {
                double distance = middle(i) - mean;
                sum += counts[i] * distance * distance;
            }
            return total == 0 ? 0 : Math.sqrt(sum / total);
        }

        /** The values of both. */
        public Snapshot plus(Snapshot other) {
            long[] sums = counts.clone();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += other.counts[i];
            }
            return new Snapshot(sums, Math.max(max, other.max));
        }

        private static double middle(int bucket) {
            return lowest(bucket) + ((1L << shift(bucket)) - 1) / 2.0;
        }
    }
}
