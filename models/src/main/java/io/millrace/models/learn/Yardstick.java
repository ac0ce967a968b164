package io.millrace.models.learn;

import io.millrace.config.ModelConfig;
import io.millrace.models.evaluate.Judge;
import io.millrace.models.evaluate.Judged;
import io.millrace.models.evaluate.Metrics;
import io.millrace.models.learn.BacktestReport.Side;
import io.millrace.models.promote.Loss;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the labels mean to one version. */
record Yardstick(Judge judge, Labels labels, Loss loss) {

    /**
     * Of a version with these classes, which may have no names.
     *
     * @param width outputs of a row
     */
    static Yardstick of(ModelConfig model, List<String> classes, int width) {
        return new Yardstick(
                Judge.of(model.task(), classes, width), Labels.known(model, classes, width), Loss.of(model.task()));
    }

    /** How far outputs are from a label; NaN if nobody can say. */
    double loss(String label, float[] outputs) {
        return loss.of(outputs, labels.actual(label));
    }

    /** The metrics of one way to predict. Those of versions with other classes than the first one have none in common. */
    static final class Tally {
        private @Nullable Yardstick first;
        private @Nullable Metrics metrics;
        private boolean mixed;

        void add(Yardstick yardstick, String label, @Nullable String before, float[] outputs) {
            Yardstick known = first == null ? yardstick : first;
            Metrics sums = metrics == null ? known.judge().metrics() : metrics;
            first = known;
            metrics = sums;
            mixed |= !known.labels().classes().equals(yardstick.labels().classes());
            Judged judged = yardstick.judge().judge(label, before, outputs, 0);
            if (judged != null && !mixed) {
                sums.add(judged, 1);
            }
        }

        Side side(String name) {
            return metrics == null || mixed
                    ? new Side(name, 0, Map.of())
                    : new Side(name, metrics.count(), metrics.byName());
        }
    }
}
