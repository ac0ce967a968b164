package io.millrace.operators.promote;

import io.millrace.models.promote.OutputShift;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The outputs of two versions, counted between the deciles of the champion's first ones. */
final class OutputBins {
    private static final int FIRST = 200;
    private static final int BINS = 10;

    private final List<double[]> first = new ArrayList<>();
    private double[] edges = {};
    private long[] champion = {};
    private long[] candidate = {};

    void add(double ofChampion, double ofCandidate) {
        if (first.size() == FIRST) {
            count(ofChampion, ofCandidate);
            return;
        }
        first.add(new double[] {ofChampion, ofCandidate});
        if (first.size() == FIRST) {
            double[] sorted =
                    first.stream().mapToDouble(pair -> pair[0]).sorted().toArray();
            edges = new double[BINS - 1];
            for (int i = 0; i < edges.length; i++) {
                edges[i] = sorted[(i + 1) * FIRST / BINS];
            }
            edges = Arrays.stream(edges).distinct().toArray();
            champion = new long[edges.length + 1];
            candidate = new long[edges.length + 1];
            first.forEach(pair -> count(pair[0], pair[1]));
        }
    }

    private void count(double ofChampion, double ofCandidate) {
        champion[bin(ofChampion)]++;
        candidate[bin(ofCandidate)]++;
    }

    private int bin(double output) {
        int bin = 0;
        while (bin < edges.length && output >= edges[bin]) {
            bin++;
        }
        return bin;
    }

    OutputShift shift() {
        return first.size() < FIRST ? OutputShift.NONE : OutputShift.of(champion, candidate);
    }
}
