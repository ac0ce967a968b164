package io.millrace.operators.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which outputs are still owed, and the rules under which they may leave: each exactly once, not before its element came,
 * and on the same side of every barrier as its element.
 */
final class Ledger {
    private final List<Step> steps;
    private final Rules rules;
    private final Map<Step.Expected, Debt> debts = new HashMap<>();
    private final List<Debt> inOrder = new ArrayList<>();
    private final List<Subtask> subtasks = new ArrayList<>();
    private int given;
    private int lastPaid = -1;

    /** How outputs are compared. */
    record Rules(Views views, boolean ordered, boolean timestamps) {}

    /** An output that is owed. */
    private static final class Debt {
        final Step.Expected expected;
        final int step;
        final long timestamp;
        final int position;
        boolean paid;

        Debt(Step.Expected expected, int step, long timestamp, int position) {
            this.expected = expected;
            this.step = step;
            this.timestamp = timestamp;
            this.position = position;
        }
    }

    Ledger(List<Step> steps, Rules rules) {
        this.steps = steps;
        this.rules = rules;
        for (int step = 0; step < steps.size(); step++) {
            if (steps.get(step) instanceof Step.Element element) {
                for (Step.Expected expected : element.outputs()) {
                    owe(new Debt(expected, step, element.timestamp(), inOrder.size()));
                }
            }
        }
    }

    private void owe(Debt debt) {
        if (debts.put(debt.expected, debt) != null) {
            throw new IllegalArgumentException(
                    "outputs cannot be told apart: output=" + debt.expected + "; give each element another view");
        }
        inOrder.add(debt);
    }

    /** A subtask that starts, with or without state: barriers that were inside before are gone. */
    Subtask subtask() {
        Subtask subtask = new Subtask();
        subtasks.add(subtask);
        return subtask;
    }

    /** The step has been given to whatever subtask it belongs to. */
    void gave(int step) {
        given = Math.max(given, step + 1);
    }

    /** All inputs have ended. */
    void ended() {
        List<Step.Expected> missing = inOrder.stream()
                .filter(debt -> !debt.paid)
                .map(debt -> debt.expected)
                .toList();
        if (!missing.isEmpty()) {
            throw new Violation("outputs are missing after the end of input: missing=" + missing);
        }
        for (Subtask subtask : subtasks) {
            if (!subtask.barriers.isEmpty()) {
                throw new Violation("barrier is missing after the end of input: barrier="
                        + steps.get(Objects.requireNonNull(subtask.barriers.peek())));
            }
        }
    }

    /** What breaks a rule. */
    static final class Violation extends AssertionError {
        Violation(String message) {
            super(message);
        }
    }

    /** One subtask between its start and its end. */
    final class Subtask {
        private final Deque<Integer> barriers = new ArrayDeque<>();
        private int lastBarrier = -1;

        /** The barrier went in. */
        void barrier(int step) {
            barriers.add(step);
        }

        /** It is no more: what it held is in a snapshot or lost. */
        void crashed() {
            subtasks.remove(this);
        }

        void left(Emission emission) {
            if (emission instanceof Emission.Value value) {
                if (!rules.views().ignores(value.tag())) {
                    rules.views().of(value).forEach(view -> value(value, view));
                }
            } else if (emission instanceof Emission.Mark mark) {
                barrier(new Step.Mark(mark.timestamp()));
            } else if (emission instanceof Emission.Status status) {
                barrier(new Step.Status(status.idle()));
            }
        }

        private void barrier(Step barrier) {
            Integer next = barriers.poll();
            if (next == null || !steps.get(next).equals(barrier)) {
                throw new Violation("barrier left that was not due: barrier=" + barrier + ", due="
                        + (next == null ? "none" : steps.get(next)));
            }
            lastBarrier = next;
        }

        private void value(Emission.Value value, Object view) {
            Step.Expected output = new Step.Expected(value.tag(), view);
            Debt debt = debts.get(output);
            if (debt == null || debt.step >= given) {
                throw new Violation("output was not expected" + (debt == null ? "" : " yet") + ": output=" + output);
            }
            if (debt.paid) {
                throw new Violation("output left twice: output=" + output);
            }
            if (lastBarrier > debt.step) {
                throw new Violation("barrier overtook an element: barrier=" + steps.get(lastBarrier) + ", element="
                        + steps.get(debt.step));
            }
            Integer due = barriers.peek();
            if (due != null && due < debt.step) {
                throw new Violation(
                        "element overtook a barrier: element=" + steps.get(debt.step) + ", barrier=" + steps.get(due));
            }
            checkOrder(debt);
            checkTimestamp(debt, value);
            debt.paid = true;
        }

        private void checkOrder(Debt debt) {
            if (rules.ordered() && debt.position < lastPaid) {
                throw new Violation("output left out of order: output=" + debt.expected + ", after="
                        + inOrder.get(lastPaid).expected);
            }
            lastPaid = debt.position;
        }

        private void checkTimestamp(Debt debt, Emission.Value value) {
            if (rules.timestamps() && value.timestamp() != debt.timestamp) {
                throw new Violation("output has another timestamp than its element: output=" + debt.expected
                        + ", timestamp=" + value.timestamp() + ", element=" + debt.timestamp);
            }
        }
    }

    @Nullable
    Step stepAt(int index) {
        return index < steps.size() ? steps.get(index) : null;
    }
}
