package io.millrace.models.promote;

import java.util.Arrays;

/**
 * Latencies counted in bins of which each is 5 % wider than the one before, from a microsecond to two minutes. Equal by
 * content; a record that is stored and restored as its counts.
 */
public record LatencyCounts(long[] counts) {
    private static final int BINS = 382;
    private static final double GROWTH = Math.log(1.05);

    /** Nothing counted. */
    public static LatencyCounts empty() {
        return new LatencyCounts(new long[BINS]);
    }

    public LatencyCounts {
        if (counts.length != BINS) {
            throw new IllegalArgumentException(
                    "latencies have wrong bins: bins=" + counts.length + ", expected=" + BINS);
        }
    }

    /** Counts one more, here. */
    public void add(long micros) {
        counts[bin(micros)]++;
    }

    /** How many were counted. */
    public long count() {
        return Arrays.stream(counts).sum();
    }

    /** The latency that this share of all does not exceed, in microseconds; NaN if nothing was counted. */
    public double quantileMicros(double share) {
        long rank = (long) Math.ceil(share * count());
        long seen = 0;
        for (int i = 0; i < BINS; i++) {
            seen += counts[i];
            if (seen >= rank && seen > 0) {
                return Math.exp(GROWTH * (i + 0.5));
            }
        }
        return Double.NaN;
    }

    private static int bin(long micros) {
        return micros <= 1 ? 0 : (int) Math.min(BINS - 1, Math.log((double) micros) / GROWTH);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LatencyCounts latencies && Arrays.equals(counts, latencies.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "LatencyCounts[count=" + count() + "]";
    }
}
