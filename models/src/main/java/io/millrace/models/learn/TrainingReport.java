package io.millrace.models.learn;

import io.millrace.models.infer.VersionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a training did.
 *
 * @param alias the alias that the version was given
 * @param rows that were learned from
 * @param bad rows of the file that were left out; those outside the range count only if they could not be put in order
 * @param badEvents events that were left out of the streams from which views are computed, by name of the view
 * @param first event time of the first row
 * @param last event time of the last row
 * @param metrics by name, of the rows {@value #TRAINING} and, if any were held out, {@value #HELD_OUT}
 */
public record TrainingReport(
        VersionId version,
        String alias,
        int rows,
        List<BadRow> bad,
        Map<String, Integer> badEvents,
        Instant first,
        Instant last,
        Map<String, Map<String, Double>> metrics) {
    /** The rows that the version learned from. */
    public static final String TRAINING = "training";

    /** The last rows in time, as scored by a first model that had not learned from them. */
    public static final String HELD_OUT = "held-out";

    public TrainingReport {
        bad = List.copyOf(bad);
        badEvents = new TreeMap<>(badEvents);
        metrics = Map.copyOf(metrics);
    }

    /** The metrics of the rows that the version learned from. */
    public Map<String, Double> training() {
        return metrics.getOrDefault(TRAINING, Map.of());
    }

    /** The metrics of the rows that were held out; empty if none were. */
    public Map<String, Double> heldOut() {
        return metrics.getOrDefault(HELD_OUT, Map.of());
    }
}
