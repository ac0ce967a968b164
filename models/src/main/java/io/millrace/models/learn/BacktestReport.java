package io.millrace.models.learn;

import io.millrace.models.learn.PastPrediction.Served;
import io.millrace.models.promote.PairedEvidence;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a backtest found.
 *
 * @param sides what was served, the candidate and, if there is one, the version it is compared with
 * @param parts the same by version and variant that served
 * @param learned by version, if there are any: labels of rows of the time that it learned from, on which it looks better than
 *     it is
 * @param evidence what the gate says of the pairs in the order in which their labels became known
 */
public record BacktestReport(
        Counts counts,
        List<Side> sides,
        List<Part> parts,
        Map<String, Long> learned,
        PairedEvidence evidence,
        Reproduced reproduced) {

    public BacktestReport {
        sides = List.copyOf(sides);
        parts = List.copyOf(parts);
        learned = Collections.unmodifiableMap(new LinkedHashMap<>(learned));
    }

    /**
     * What there was to compare.
     *
     * @param predictions each once, however often it was logged
     * @param labeled of them, those whose label is known
     * @param rowless labels of the same time whose logged row is gone
     */
    public record Counts(long predictions, long labeled, long rowless) {

        /** Share of the predictions whose label is known. */
        public double coverage() {
            return predictions == 0 ? 0 : (double) labeled / predictions;
        }
    }

    /**
     * How good one way to predict was.
     *
     * @param labels that count: a label that is none of its classes does not
     */
    public record Side(String name, long labels, Map<String, Double> metrics) {}

    /** The rows of one version that served. */
    public record Part(Served served, Counts counts, List<Side> sides) {

        public Part {
            sides = List.copyOf(sides);
        }
    }

    /**
     * How far the candidate is from what it said itself when it served.
     *
     * @param rows that the candidate served
     * @param largest difference of an output, as a share of its size or of the mean size, whichever is larger
     */
    public record Reproduced(long rows, double largest) {}
}
