package io.millrace.operators.feedback;

import io.millrace.config.LabelsConfig.Conflict;
import io.millrace.operators.record.Label;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the labels of one row. Of labels of one voice the newest counts, and if it retracts, none does; what is left
 * is judged by the policy. The choice is a function of the labels alone, in whatever order they came.
 */
final class LabelPolicy {
    /** Newest last, across voices. */
    private static final Comparator<Label> BY_TIME = Comparator.<Label>comparingLong(
                    label -> label.moment().timeMillis())
            .thenComparingLong(label -> label.moment().knownMillis())
            .thenComparing(Label::position)
            .thenComparing(Label::identity);

    /** Newest last, within a voice. */
    private static final Comparator<Label> BY_REVISION =
            Comparator.<Label>comparingLong(label -> label.revision().number()).thenComparing(BY_TIME);

    private final Conflict conflict;

    /**
     * The label that holds.
     *
     * @param weight above 0 and at most 1
     */
    record Choice(Label label, double weight) {

        String value() {
            return Objects.requireNonNull(label.value());
        }
    }

    LabelPolicy(Conflict conflict) {
        this.conflict = conflict;
    }

    /** The newest of some labels, by what they say of themselves. */
    static Label newest(Collection<Label> labels) {
        return labels.stream().max(BY_REVISION).orElseThrow();
    }

    /** The label that holds, or null if none does. */
    @Nullable
    Choice choose(List<Label> labels) {
        List<Label> standing = standing(labels);
        if (standing.size() < conflict.majority() || standing.isEmpty()) {
            return null;
        }
        return switch (conflict.policy()) {
            case LAST_WRITE -> sure(standing.stream().max(BY_TIME).orElseThrow());
            case PRIORITY ->
                sure(standing.stream()
                        .max(Comparator.<Label>comparingInt(label -> -rank(label))
                                .thenComparing(BY_TIME))
                        .orElseThrow());
            case MAJORITY -> elected(standing);
        };
    }

    private static List<Label> standing(List<Label> labels) {
        Map<String, Label> newest = new HashMap<>();
        for (Label label : labels) {
            newest.merge(label.voice(), label, (one, other) -> BY_REVISION.compare(one, other) < 0 ? other : one);
        }
        return newest.values().stream().filter(label -> !label.retracts()).toList();
    }

    private static Choice sure(Label label) {
        return new Choice(label, label.confidence());
    }

    private int rank(Label label) {
        int rank = conflict.priority().indexOf(Objects.toString(label.author().source(), ""));
        return rank < 0 ? conflict.priority().size() : rank;
    }

    /* Of values with as many labels that with the newest one; it weighs as much as the share that says so. */
    private static Choice elected(List<Label> standing) {
        Map<String, List<Label>> votes = new HashMap<>();
        for (Label label : standing) {
            votes.computeIfAbsent(Objects.requireNonNull(label.value()), value -> new ArrayList<>())
                    .add(label);
        }
        List<Label> most = votes.values().stream()
                .max(Comparator.<List<Label>>comparingInt(List::size)
                        .thenComparing(same -> same.stream().max(BY_TIME).orElseThrow(), BY_TIME))
                .orElseThrow();
        return new Choice(most.stream().max(BY_TIME).orElseThrow(), confidence(most) / confidence(standing));
    }

    private static double confidence(List<Label> labels) {
        // In a fixed order: sums of doubles depend on it.
        return labels.stream().sorted(BY_TIME).mapToDouble(Label::confidence).sum();
    }
}
