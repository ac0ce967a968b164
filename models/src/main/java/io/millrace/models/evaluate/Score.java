package io.millrace.models.evaluate;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The metrics of predictions that come one by one, each with its label. */
public final class Score {
    private final Judge judge;
    private final Metrics metrics;

    public Score(Judge judge) {
        this.judge = judge;
        this.metrics = judge.metrics();
    }

    /**
     * Takes in a prediction, unless its label is of no use.
     *
     * @param before the last label that was known when it was made, or null if none was
     * @param from where the outputs of the row begin
     */
    public void add(String label, @Nullable String before, float[] outputs, int from) {
        Judged one = judge.judge(label, before, outputs, from);
        if (one != null) {
            metrics.add(one, 1);
        }
    }

    /** Every metric that is defined, by name. */
    public Map<String, Double> byName() {
        return metrics.byName();
    }
}
