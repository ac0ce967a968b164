package io.millrace.models.learn;

import java.util.List;
import java.util.Map;

/**
 * What an evaluation found.
 *
 * @param rows that were predicted
 * @param bad rows of the file that were left out
 * @param delay of the labels, in rows
 * @param standings the learner's, and that of the model it went on from, as it was
 * @param shares how much each expert of the learner counted in the end, by name
 */
public record EvaluationReport(
        int rows, List<BadRow> bad, int delay, List<Standing> standings, Map<String, Double> shares) {

    public EvaluationReport {
        bad = List.copyOf(bad);
        standings = List.copyOf(standings);
    }

    /**
     * The metrics of one way to predict.
     *
     * @param metrics of all rows, by name
     * @param windows the same for parts of the rows of equal size, in order
     */
    public record Standing(String name, Map<String, Double> metrics, List<Map<String, Double>> windows) {

        public Standing {
            windows = List.copyOf(windows);
        }
    }
}
