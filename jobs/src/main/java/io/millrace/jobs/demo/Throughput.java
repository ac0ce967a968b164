package io.millrace.jobs.demo;

import java.util.ArrayList;
import java.util.List;

/** Answers per second, by slice of time since the load began. */
final class Throughput {
    private static final int LATELY_SLICES = 4;

    private final long sliceNanos;
    private final List<Integer> counts = new ArrayList<>();

    Throughput(long sliceNanos) {
        this.sliceNanos = Math.max(1, sliceNanos);
    }

    /** Counts one answer. */
    void add(long elapsedNanos) {
        int slice = slice(elapsedNanos);
        fillTo(slice);
        counts.set(slice, counts.get(slice) + 1);
    }

    /** The rate over the last few slices that are complete. */
    double lately(long elapsedNanos) {
        int end = slice(elapsedNanos);
        int from = Math.max(0, end - LATELY_SLICES);
        int answers = 0;
        for (int i = from; i < end; i++) {
            answers += i < counts.size() ? counts.get(i) : 0;
        }
        return end == from ? 0 : answers / (sliceSeconds() * (end - from));
    }

    /** The rate of every complete slice. */
    List<Double> history(long elapsedNanos) {
        int end = slice(elapsedNanos);
        List<Double> rates = new ArrayList<>(end);
        for (int i = 0; i < end; i++) {
            rates.add((i < counts.size() ? counts.get(i) : 0) / sliceSeconds());
        }
        return rates;
    }

    private int slice(long elapsedNanos) {
        return (int) (Math.max(0, elapsedNanos) / sliceNanos);
    }

    private void fillTo(int slice) {
        while (counts.size() <= slice) {
            counts.add(0);
        }
    }

    private double sliceSeconds() {
        return sliceNanos / 1e9;
    }
}
