package io.millrace.models.learn;

import io.millrace.config.ModelConfig.Task;
import io.millrace.models.evaluate.ClassificationMetrics;
import io.millrace.models.evaluate.RegressionMetrics;
import java.util.List;
import java.util.Map;

/** The metrics of outputs against labels, by the task. */
final class Quality {

    private Quality() {}

    /** The metrics by name; {@code outputs} are on the scale of the target, row after row. */
    static Map<String, Double> of(Labels labels, List<LabeledRow> rows, float[] outputs) {
        return labels.model().task() == Task.REGRESSION
                ? regression(rows, outputs)
                : classification(labels, rows, outputs);
    }

    private static Map<String, Double> regression(List<LabeledRow> rows, float[] outputs) {
        RegressionMetrics metrics = new RegressionMetrics();
        for (int i = 0; i < outputs.length; i++) {
            metrics.add(Numbers.parse(rows.get(i).label()), outputs[i]);
        }
        return metrics.byName();
    }

    private static Map<String, Double> classification(Labels labels, List<LabeledRow> rows, float[] outputs) {
        ClassificationMetrics metrics =
                new ClassificationMetrics(labels.classes().size());
        for (int i = 0; i < rows.size(); i++) {
            int target = (int) labels.number(rows.get(i).label());
            if (labels.width() == 1) {
                metrics.add(target, outputs[i]);
            } else {
                metrics.add(target, outputs, i * labels.width());
            }
        }
        return metrics.byName();
    }
}
