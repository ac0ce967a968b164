package io.millrace.operators.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.LabelEvent;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.Scored;
import io.millrace.operators.record.SideOutputs;
import io.millrace.operators.verify.OperatorHarness;
import io.millrace.operators.verify.OperatorUnderTest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.junit.jupiter.api.Test;

/** The join against the oracle, over thousands of histories. */
class JoinHistoriesTest {
    private static final int HISTORIES = 10_000;
    private static final int IN_FLINK = 200;

    @Test
    void saysWhatTheOracleSays() throws Exception {
        Map<Feedback.Kind, Integer> kinds = new EnumMap<>(Feedback.Kind.class);
        int orphans = 0;
        for (long seed = 0; seed < HISTORIES; seed++) {
            JoinHistory history = new JoinHistory(seed, /* length= */ 60);
            MemoryJoin join = new MemoryJoin(history.config());
            play(history, join);
            assertThat(join.said()).as("seed=%d", seed).isEqualTo(expected(history));
            assertThat(join.kept()).as("kept at the end, seed=%d", seed).isZero();
            assertThat(join.feedback().stream().map(Feedback::id))
                    .as("ids, seed=%d", seed)
                    .doesNotHaveDuplicates();
            join.feedback().forEach(each -> kinds.merge(each.kind(), 1, Integer::sum));
            orphans += join.orphans();
        }
        assertThat(kinds.keySet()).as("%s", kinds).containsExactlyInAnyOrder(Feedback.Kind.values());
        assertThat(kinds.values()).as("%s", kinds).allMatch(count -> count > 1000);
        assertThat(orphans).isGreaterThan(1000);
    }

    @Test
    void saysTheSameInFlinkWhateverIsRestored() throws Exception {
        for (long seed = 0; seed < IN_FLINK; seed++) {
            JoinHistory history = new JoinHistory(seed, /* length= */ 120);
            Set<Integer> restores = new HashSet<>();
            Random random = new Random(seed);
            for (int i = random.nextInt(3); i > 0; i--) {
                restores.add(random.nextInt(history.steps().size()));
            }
            assertThat(run(history, restores))
                    .as("seed=%d, restored before %s", seed, restores)
                    .isEqualTo(expected(history).stream()
                            .map(each -> each.startsWith("ORPHAN") ? "ORPHAN" : each)
                            .toList());
        }
    }

    private static void play(JoinHistory history, MemoryJoin join) throws Exception {
        for (Object step : history.steps()) {
            if (step instanceof Scored row) {
                join.row(row);
            } else if (step instanceof LabelEvent label) {
                join.label(label);
            } else {
                turn(join.clock(), step);
                join.turned();
            }
        }
    }

    private static List<String> expected(JoinHistory history) {
        JoinClock clock = new JoinClock();
        JoinOracle oracle = new JoinOracle(history.config(), clock);
        for (Object step : history.steps()) {
            if (step instanceof Scored row) {
                oracle.row(row);
            } else if (step instanceof LabelEvent label) {
                oracle.label(label);
            } else {
                turn(clock, step);
                oracle.turned();
            }
        }
        return oracle.said();
    }

    private static void turn(JoinClock clock, Object step) {
        if (step instanceof JoinHistory.Silence silence) {
            clock.labelsSilent(silence.silent());
        } else if (step instanceof JoinHistory.Mark mark && mark.ofLabels()) {
            clock.labels(mark.millis());
        } else if (step instanceof JoinHistory.Mark mark) {
            clock.scored(mark.millis());
        }
    }

    private static List<String> run(JoinHistory history, Set<Integer> restores) throws Exception {
        OperatorUnderTest<Feedback> operator = operator(history);
        List<String> said = new ArrayList<>();
        boolean silent = false;
        OperatorHarness<Feedback> harness = OperatorHarness.opened(operator);
        try {
            for (int i = 0; i < history.steps().size(); i++) {
                if (restores.contains(i)) {
                    OperatorSubtaskState state = harness.snapshot();
                    said.addAll(said(harness));
                    harness.close();
                    harness = OperatorHarness.opened(operator, OperatorHarness.Place.ONLY, state);
                    silence(harness, silent);
                }
                Object step = history.steps().get(i);
                silent = step instanceof JoinHistory.Silence to ? to.silent() : silent;
                send(harness, step);
            }
            said.addAll(said(harness));
        } finally {
            harness.close();
        }
        return said.stream().sorted().toList();
    }

    static OperatorUnderTest<Feedback> operator(JoinHistory history) {
        return OperatorUnderTest.of(RecordTypes.FEEDBACK, () -> new JoinOperatorFactory(history.config()))
                .keyedInput(RecordTypes.SCORED, Join.key(history.config()), Types.STRING)
                .keyedInput(RecordTypes.LABEL_EVENT, LabelEvent::target, Types.STRING);
    }

    private static void send(OperatorHarness<Feedback> harness, Object step) throws Exception {
        TwoInputStreamOperator<?, ?, ?> operator = (TwoInputStreamOperator<?, ?, ?>) harness.operator();
        if (step instanceof Scored row) {
            harness.element(0, row, row.timeMillis());
        } else if (step instanceof LabelEvent label) {
            harness.element(1, label, label.timeMillis());
        } else if (step instanceof JoinHistory.Silence silence) {
            silence(harness, silence.silent());
        } else if (step instanceof JoinHistory.Mark mark && mark.ofLabels()) {
            operator.processWatermark2(new Watermark(mark.millis()));
        } else if (step instanceof JoinHistory.Mark mark) {
            operator.processWatermark1(new Watermark(mark.millis()));
        }
    }

    private static void silence(OperatorHarness<Feedback> harness, boolean silent) throws Exception {
        ((TwoInputStreamOperator<?, ?, ?>) harness.operator())
                .processWatermarkStatus2(silent ? WatermarkStatus.IDLE : WatermarkStatus.ACTIVE);
    }

    private static List<String> said(OperatorHarness<Feedback> harness) {
        List<String> said =
                new ArrayList<>(harness.values().stream().map(MemoryJoin::text).toList());
        for (Rejection orphan : harness.<Rejection>valuesOf(SideOutputs.REJECTED.getId())) {
            said.add("ORPHAN");
            assertThat(orphan.detail()).startsWith("no scored row within labels.early = ");
        }
        return said;
    }
}
