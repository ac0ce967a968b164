package io.millrace.models.evaluate;

import io.millrace.config.ModelConfig.Task;
import io.millrace.models.feature.Numbers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Holds predictions against labels, which are texts: of a number, or of a class. */
public final class Judge {
    private static final List<String> TRUTHS = List.of("false", "true");

    private final int classes;
    private final int width;
    private final Map<String, Integer> indexes = new HashMap<>();

    private Judge(int classes, int width) {
        this.classes = classes;
        this.width = width;
    }

    /** Of a regression. */
    public static Judge ofNumbers() {
        return new Judge(0, 1);
    }

    /**
     * Of two or more classes.
     *
     * @param names in the order of the outputs, of two the other one and the positive one
     * @param width outputs of a row: one for each class, or of two classes the probability of the second
     */
    public static Judge ofClasses(List<String> names, int width) {
        int fewest = width == 1 ? TRUTHS.size() : width;
        if (names.size() != Math.max(fewest, TRUTHS.size())) {
            throw new IllegalArgumentException(
                    "classes do not fit the outputs: classes=" + names.size() + ", outputs=" + width + ", min=2");
        }
        Judge judge = new Judge(names.size(), width);
        judge.name(names);
        return judge;
    }

    /** Of classes without names, which are numbered from 0; of two the second is also {@code true}. */
    public static Judge ofNumbered(int width) {
        int classes = Math.max(width, TRUTHS.size());
        Judge judge = ofClasses(
                IntStream.range(0, classes).mapToObj(Integer::toString).toList(), width);
        if (classes == TRUTHS.size()) {
            judge.name(TRUTHS);
        }
        return judge;
    }

    /**
     * Of a task.
     *
     * @param names of the classes in the order of the outputs; empty for a number, or if they have none
     * @param width outputs of a row
     */
    public static Judge of(Task task, List<String> names, int width) {
        if (task == Task.REGRESSION) {
            return ofNumbers();
        }
        return names.isEmpty() ? ofNumbered(width) : ofClasses(names, width);
    }

    private void name(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            indexes.putIfAbsent(names.get(i), i);
        }
    }

    /** Whether labels are classes. */
    public boolean ofClasses() {
        return classes > 0;
    }

    /** Metrics with nothing in them. */
    public Metrics metrics() {
        return classes == 0 ? new RegressionMetrics() : new ClassificationMetrics(classes);
    }

    /**
     * Holds a prediction against its label.
     *
     * @param before the last label that was known when it was made, or null if none was
     * @param outputs on the scale of the target
     * @param from where the outputs of the row begin
     * @return null if the label is no finite number or none of the classes, or the outputs are not what they should be
     */
    public @Nullable Judged judge(String label, @Nullable String before, float[] outputs, int from) {
        if (outputs.length - from < width) {
            return null;
        }
        if (classes == 0) {
            double target = Numbers.parse(label);
            boolean usable = Double.isFinite(target) && Float.isFinite(outputs[from]);
            return usable ? new Judged(target, outputs[from], Float.NaN, Float.NaN, Judged.UNKNOWN) : null;
        }
        Integer target = indexes.get(label);
        if (target == null) {
            return null;
        }
        int known = before == null ? Judged.UNKNOWN : indexes.getOrDefault(before, Judged.UNKNOWN);
        return classes == 2 ? ofTwo(target, known, outputs[from + width - 1]) : ofSeveral(target, known, outputs, from);
    }

    private static @Nullable Judged ofTwo(int target, int known, float second) {
        return Float.isFinite(second)
                ? new Judged(target, second > 0.5f ? 1 : 0, second, Math.max(second, 1 - second), known)
                : null;
    }

    private @Nullable Judged ofSeveral(int target, int known, float[] outputs, int from) {
        int best = 0;
        for (int i = 0; i < classes; i++) {
            if (!Float.isFinite(outputs[from + i])) {
                return null;
            }
            best = outputs[from + i] > outputs[from + best] ? i : best;
        }
        return new Judged(target, best, outputs[from + target], outputs[from + best], known);
    }
}
