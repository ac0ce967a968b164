package io.millrace.models.learn;

import io.millrace.models.evaluate.ClassificationMetrics;
import io.millrace.models.evaluate.RegressionMetrics;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The metrics of predictions that come one by one, with those of a forecaster that repeats the last known label. */
interface Score {

    /**
     * Takes in a prediction.
     *
     * @param before the last label that was known when it was made, or null if none was
     * @param from where the outputs of the row begin
     */
    void add(String label, @Nullable String before, float[] outputs, int from);

    /** Every metric that is defined, by name. */
    Map<String, Double> byName();

    /** The metrics that the task has. */
    static Score of(Labels labels) {
        return labels.classes().isEmpty() ? new OfNumbers() : new OfClasses(labels);
    }

    /** Of a regression. */
    final class OfNumbers implements Score {
        private final RegressionMetrics metrics = new RegressionMetrics();

        @Override
        public void add(String label, @Nullable String before, float[] outputs, int from) {
            metrics.add(Numbers.parse(label), outputs[from]);
        }

        @Override
        public Map<String, Double> byName() {
            return metrics.byName();
        }
    }

    /** Of two or more classes. */
    final class OfClasses implements Score {
        private final Labels labels;
        private final ClassificationMetrics metrics;
        private long repeated;

        OfClasses(Labels labels) {
            this.labels = labels;
            this.metrics = new ClassificationMetrics(labels.classes().size());
        }

        @Override
        public void add(String label, @Nullable String before, float[] outputs, int from) {
            int target = (int) labels.number(label);
            if (labels.width() == 1) {
                metrics.add(target, outputs[from]);
            } else {
                metrics.add(target, outputs, from);
            }
            repeated += label.equals(before) ? 1 : 0;
        }

        @Override
        public Map<String, Double> byName() {
            Map<String, Double> byName = new LinkedHashMap<>(metrics.byName());
            if (metrics.count() > 0) {
                double baseline = (double) repeated / metrics.count();
                byName.put("no-change", baseline);
                byName.put("kappa-temporal", metrics.kappaAgainst(baseline));
                byName.values().removeIf(value -> !Double.isFinite(value));
            }
            return byName;
        }
    }
}
