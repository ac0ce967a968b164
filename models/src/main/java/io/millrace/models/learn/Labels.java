package io.millrace.models.learn;

import io.millrace.config.ModelConfig;
import io.millrace.config.ModelConfig.TargetTransform;
import io.millrace.config.ModelConfig.Task;
import io.millrace.models.evaluate.Judge;
import io.millrace.models.evaluate.Score;
import io.millrace.models.feature.Numbers;
import io.millrace.models.pytorch.Loss;
import io.millrace.models.registry.Manifest.Output;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How labels become the numbers that training works with: a number on the scale of the target's transform, or the index
 * of a class.
 *
 * @param classes in the order of their names, numbers by size; the second of two is the positive one; empty for a number
 */
public record Labels(ModelConfig model, List<String> classes) {
    private static final int MAX_CLASSES = 1000;

    public Labels {
        classes = List.copyOf(classes);
    }

    /** The labels that a version of a pipeline's model knows; classes without names are called by their places. */
    public static Labels known(ModelConfig model, Output output) {
        return known(model, output.classes(), output.width());
    }

    static Labels known(ModelConfig model, List<String> names, int width) {
        if (!names.isEmpty() || model.task() == Task.REGRESSION || model.task() == Task.VECTOR) {
            return new Labels(model, names);
        }
        int classes = model.task() == Task.BINARY ? 2 : width;
        return new Labels(
                model, IntStream.range(0, classes).mapToObj(Integer::toString).toList());
    }

    /**
     * The labels of a pipeline's model, with the classes that occur.
     *
     * @throws DataException if the task cannot be trained, or the classes do not fit it
     */
    static Labels of(ModelConfig model, List<LabeledRow> rows) throws DataException {
        return switch (model.task()) {
            case REGRESSION -> new Labels(model, List.of());
            case BINARY, MULTICLASS -> new Labels(model, classes(model, rows));
            case VECTOR ->
                throw new DataException("a vector cannot be learned from a file: model.task=vector;"
                        + " import a TorchScript model, or predict one number");
        };
    }

    private static List<String> classes(ModelConfig model, List<LabeledRow> rows) throws DataException {
        SortedSet<String> classes = new TreeSet<>(Labels::compare);
        rows.forEach(row -> classes.add(row.label()));
        int max = model.task() == Task.BINARY ? 2 : MAX_CLASSES;
        if (classes.size() < 2 || classes.size() > max) {
            throw new DataException("labels do not fit the task: task=" + model.task() + ", target=" + model.target()
                    + ", classes=" + classes.size() + ", min=2, max=" + max + ", first="
                    + classes.stream().limit(5).toList());
        }
        return List.copyOf(classes);
    }

    private static int compare(String one, String other) {
        double first = Numbers.parse(one);
        double second = Numbers.parse(other);
        int numeric = Double.isNaN(first) || Double.isNaN(second) ? 0 : Double.compare(first, second);
        return numeric == 0 ? one.compareTo(other) : numeric;
    }

    /** What is wrong with a label, or null. */
    @Nullable
    String problem(String label) {
        if (!classes.isEmpty()) {
            return null;
        }
        double number = Numbers.parse(label);
        if (Double.isNaN(number)) {
            return "label is no finite number: column=" + model.target() + ", value=" + CsvTable.shown(label);
        }
        if (model.targetTransform() == TargetTransform.LOG && number <= 0) {
            return "label has no logarithm: column=" + model.target() + ", value=" + CsvTable.shown(label)
                    + ", min=above 0";
        }
        return null;
    }

    /** The number of a label that has no problem. */
    double number(String label) {
        if (!classes.isEmpty()) {
            return classes.indexOf(label);
        }
        double number = Numbers.parse(label);
        return model.targetTransform() == TargetTransform.LOG ? Math.log(number) : number;
    }

    /** What a label says, on the scale of the target, or the place of a class; NaN if nothing can be learned from it. */
    public double actual(String label) {
        if (classes.isEmpty()) {
            return problem(label) == null ? Numbers.parse(label) : Double.NaN;
        }
        int place = classes.indexOf(label);
        double number = place < 0 ? Numbers.parse(label) : Double.NaN;
        for (int i = 0; i < classes.size() && !Double.isNaN(number) && place < 0; i++) {
            place = Numbers.parse(classes.get(i)) == number ? i : place;
        }
        return place < 0 ? Double.NaN : place;
    }

    /** Outputs of a model that predicts them. */
    int width() {
        return model.task() == Task.MULTICLASS ? classes.size() : 1;
    }

    Loss loss() {
        return switch (model.task()) {
            case REGRESSION, VECTOR -> Loss.HUBER;
            case BINARY -> Loss.LOGISTIC;
            case MULTICLASS -> Loss.CROSS_ENTROPY;
        };
    }

    /** Who holds predictions against the labels. */
    Judge judge() {
        return classes.isEmpty() ? Judge.ofNumbers() : Judge.ofClasses(classes, width());
    }

    /** The metrics of outputs, which are on the scale of the target, row after row. */
    Map<String, Double> score(List<LabeledRow> rows, float[] outputs) {
        Score score = new Score(judge());
        for (int i = 0; i < rows.size(); i++) {
            score.add(rows.get(i).label(), null, outputs, i * width());
        }
        return score.byName();
    }
}
