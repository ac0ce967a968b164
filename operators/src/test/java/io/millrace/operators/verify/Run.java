package io.millrace.operators.verify;

import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** One pass of the steps through an operator, in one mode. */
final class Run<OUT> {
    private static final int REPLAYED = 2;

    private final OperatorUnderTest<OUT> operator;
    private final List<Step> steps;
    private final Ledger ledger;
    private final Predicate<AbstractStreamOperator<OUT>> settled;
    private final boolean objectReuse;
    private int step = -1;

    Run(
            OperatorUnderTest<OUT> operator,
            List<Step> steps,
            Ledger ledger,
            Predicate<AbstractStreamOperator<OUT>> settled,
            boolean objectReuse) {
        this.operator = operator;
        this.steps = steps;
        this.ledger = ledger;
        this.settled = settled;
        this.objectReuse = objectReuse;
    }

    /** Where it is, for a failure's text. */
    String position() {
        Step at = ledger.stepAt(Math.max(0, step));
        if (step < 0) {
            return "before the first step";
        }
        return "step=" + step + (at == null ? ", end of input" : ", " + at);
    }

    void go(Mode mode) throws Exception {
        switch (mode) {
            case ONE_BY_ONE -> straight(/* settle= */ true);
            case ALL_AT_ONCE, LATE_WATERMARKS -> straight(/* settle= */ false);
            case RESTORE_AFTER_EACH -> restoring(/* every= */ 1, /* replayed= */ 0);
            case RESTORE_AFTER_EVERY_OTHER -> restoring(/* every= */ 2, /* replayed= */ 0);
            case CRASH_AND_REPLAY -> restoring(/* every= */ 1, REPLAYED);
            case RESCALE -> rescaling();
        }
    }

    private void straight(boolean settle) throws Exception {
        try (Incarnation subtask = start(0, 1, null)) {
            for (step = 0; step < steps.size(); step++) {
                subtask.give(step, 0);
                if (settle) {
                    subtask.settle();
                }
            }
            subtask.finish();
        }
        ledger.ended();
    }

    private void restoring(int every, int replayed) throws Exception {
        OperatorSubtaskState state = null;
        for (step = 0; step < steps.size(); ) {
            try (Incarnation subtask = start(0, 1, state)) {
                for (int i = 0; i < every && step < steps.size(); i++, step++) {
                    subtask.give(step, 0);
                }
                if (every > 1) {
                    subtask.settle();
                }
                state = subtask.snapshot();
                subtask.lose(step, replayed);
            }
        }
        try (Incarnation subtask = start(0, 1, state)) {
            subtask.finish();
        }
        ledger.ended();
    }

    private void rescaling() throws Exception {
        int third = steps.size() / 3;
        OperatorSubtaskState one;
        try (Incarnation subtask = start(0, 1, null)) {
            for (step = 0; step < third; step++) {
                subtask.give(step, 0);
            }
            one = subtask.snapshot();
        }
        OperatorSubtaskState two = share(one, 2 * third);
        try (Incarnation subtask = start(0, 1, part(two, 2, 1, 0))) {
            for (; step < steps.size(); step++) {
                subtask.give(step, 0);
            }
            subtask.finish();
        }
        ledger.ended();
    }

    /* Both subtasks have this thread as their task thread, which is no restriction: neither waits for the other. */
    private OperatorSubtaskState share(OperatorSubtaskState one, int until) throws Exception {
        try (Incarnation first = start(0, 2, part(one, 1, 2, 0));
                Incarnation second = start(1, 2, part(one, 1, 2, 1))) {
            List<Incarnation> both = List.of(first, second);
            for (; step < until; step++) {
                for (Incarnation subtask : both) {
                    subtask.give(step, both.indexOf(subtask));
                }
            }
            return AbstractStreamOperatorTestHarness.repackageState(first.snapshot(), second.snapshot());
        }
    }

    private static OperatorSubtaskState part(OperatorSubtaskState whole, int before, int after, int subtask) {
        return AbstractStreamOperatorTestHarness.repartitionOperatorState(
                whole, OperatorHarness.MAX_PARALLELISM, before, after, subtask);
    }

    private Incarnation start(int subtask, int parallelism, @Nullable OperatorSubtaskState state) throws Exception {
        OperatorHarness.Place place = new OperatorHarness.Place(subtask, parallelism, objectReuse);
        return new Incarnation(OperatorHarness.opened(operator, place, state), parallelism);
    }

    /** One subtask between its start and its end or crash. */
    private final class Incarnation implements AutoCloseable {
        private final OperatorHarness<OUT> harness;
        private final int parallelism;
        private final Ledger.Subtask account = ledger.subtask();
        private int booked;
        private boolean finished;

        Incarnation(OperatorHarness<OUT> harness, int parallelism) {
            this.harness = harness;
            this.parallelism = parallelism;
        }

        void give(int index, int subtask) throws Exception {
            Step next = steps.get(index);
            if (next instanceof Step.Element element && !isFor(element, index, subtask)) {
                return;
            }
            ledger.gave(index);
            if (next.barrier()) {
                account.barrier(index);
            }
            hand(next);
            book();
        }

        private boolean isFor(Step.Element element, int index, int subtask) throws Exception {
            boolean broadcast = element.input() > 0
                    && operator.inputs().get(element.input()).key() == null;
            return broadcast
                    || parallelism == 1
                    || OperatorHarness.subtaskOf(operator, element, parallelism, index) == subtask;
        }

        private void hand(Step next) throws Exception {
            if (next instanceof Step.Element element) {
                harness.element(element.input(), element.value(), element.timestamp());
            } else if (next instanceof Step.Mark mark) {
                harness.watermark(mark.timestamp());
            } else if (next instanceof Step.Status status) {
                harness.status(status.idle());
            } else if (next instanceof Step.Clock clock) {
                harness.clock(clock.millis());
            } else if (next instanceof Step.Aside aside) {
                aside.event().run();
            }
        }

        /** Waits until nothing is under way. */
        void settle() throws Exception {
            harness.runMails();
            while (!settled.test(harness.operator())) {
                harness.awaitMail();
            }
            book();
        }

        OperatorSubtaskState snapshot() throws Exception {
            OperatorSubtaskState state = harness.snapshot();
            book();
            return state;
        }

        /** Takes steps whose outputs are lost in the crash that follows. */
        void lose(int from, int count) throws Exception {
            for (int index = from; index < Math.min(steps.size(), from + count); index++) {
                hand(steps.get(index));
                harness.runMails();
            }
        }

        void finish() throws Exception {
            harness.finish();
            book();
            finished = true;
        }

        private void book() {
            List<Emission> emissions = harness.emissions();
            while (booked < emissions.size()) {
                account.left(emissions.get(booked++));
            }
        }

        @Override
        public void close() {
            if (!finished) {
                account.crashed();
            }
            harness.close();
        }
    }
}
