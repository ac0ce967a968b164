package io.millrace.models.evaluate;

import java.util.Arrays;

/**
 * How late labels come: delays counted in bins whose bounds grow by a factor of {@code 2^(1/4)}, so that a share is known of
 * any age within 19 % of it, from a second to a century, in {@value #BINS} numbers. Of labels that have not come yet nothing
 * is known: before a source has been heard for as long as its labels take, the shares are too high.
 */
public final class DelayProfile {
    /** How many numbers it is. */
    public static final int BINS = 128;

    private static final double PER_DOUBLING = 4;
    private static final double LEAST_MILLIS = 1000;

    private final long[] counts;

    /** Nothing is known. */
    public DelayProfile() {
        this(new long[BINS]);
    }

    /** Goes on from counts. */
    public DelayProfile(long[] counts) {
        this.counts = Arrays.copyOf(counts, BINS);
    }

    /** A label came so late. */
    public void add(long delayMillis) {
        counts[bin(delayMillis)]++;
    }

    /** Takes in what another has counted. */
    public void addAll(DelayProfile other) {
        for (int i = 0; i < BINS; i++) {
            counts[i] += other.counts[i];
        }
    }

    /** Share of the labels that came within an age, or NaN if none has come. */
    public double share(long ageMillis) {
        long within = 0;
        long all = 0;
        int last = bin(ageMillis);
        for (int i = 0; i < BINS; i++) {
            all += counts[i];
            within += i <= last ? counts[i] : 0;
        }
        return (double) within / all;
    }

    /** How many came within each bin. */
    public long[] counts() {
        return counts.clone();
    }

    static int bin(long millis) {
        double doublings = Math.log(Math.max(1, millis / LEAST_MILLIS)) / Math.log(2);
        return (int) Math.min(BINS - 1, Math.ceil(doublings * PER_DOUBLING));
    }
}
