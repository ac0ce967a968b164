package io.millrace.operators.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.LabelsConfig;
import io.millrace.config.LabelsConfig.By;
import io.millrace.config.LabelsConfig.Policy;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.Label;
import io.millrace.operators.record.LabelEvent;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.Scored;
import io.millrace.operators.record.SideOutputs;
import io.millrace.operators.verify.OperatorHarness;
import io.millrace.operators.verify.OperatorUnderTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten times as many labels as rows: repeated, revised, taken back, early, contradicting, and about nothing. */
class LabelStormTest {
    private static final int ROWS = 3_000;
    private static final int STRANGERS = 400;
    private static final long EARLY = 100_000;
    private static final Comparator<Label> NEWER = Comparator.comparingLong(
                    (Label label) -> label.revision().number())
            .thenComparingLong(label -> label.moment().knownMillis());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void losesNothingAndCountsEveryLabel(long seed) throws Exception {
        Storm storm = new Storm(seed, Policy.LAST_WRITE);
        MemoryJoin join = new MemoryJoin(storm.config);
        List<LabelJoin.Taken> taken = new ArrayList<>();
        int labels = 0;
        join.clock().labelsSilent(true);
        join.clock().scored(JoinHistory.START - 1);
        join.turned();
        for (Object step : storm.steps) {
            LabelJoin.Taken what = step instanceof Scored row ? join.row(row) : join.label((LabelEvent) step);
            taken.add(what);
            labels += step instanceof LabelEvent ? 1 : 0;
        }
        join.clock().scored(JoinHistory.START + 10 * EARLY);
        join.turned();

        assertThat(count(taken, LabelJoin.Taken.ROW)).as("seed=%d", seed).isEqualTo(ROWS);
        assertThat(labels).as("ten labels a row, seed=%d", seed).isGreaterThanOrEqualTo(10 * ROWS);
        assertThat(count(taken, LabelJoin.Taken.LABEL)
                        + count(taken, LabelJoin.Taken.LABEL_REPEATED)
                        + count(taken, LabelJoin.Taken.LABEL_HELD))
                .as("seed=%d", seed)
                .isEqualTo(labels);
        assertThat(join.orphans()).as("seed=%d", seed).isEqualTo(storm.strangers());
        assertThat(count(taken, LabelJoin.Taken.LABEL_HELD))
                .as("some are early and find their row, seed=%d", seed)
                .isGreaterThan(join.orphans() + ROWS);
        assertThat(last(join.feedback())).as("seed=%d", seed).isEqualTo(storm.truth());
        assertThat(join.kept()).as("kept at the end, seed=%d", seed).isZero();
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void endsAtTheSameLabelsInFlinkWhateverIsRestored(Policy policy) throws Exception {
        long seed = 11L * policy.name().length();
        Storm storm = new Storm(seed, policy);
        Random random = new Random(seed);
        Set<Integer> restores = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            restores.add(random.nextInt(storm.steps.size()));
        }
        List<Feedback> feedback = new ArrayList<>();
        List<Rejection> orphans = new ArrayList<>();
        OperatorUnderTest<Feedback> operator = OperatorUnderTest.of(
                        RecordTypes.FEEDBACK, () -> new JoinOperatorFactory(storm.config))
                .keyedInput(RecordTypes.SCORED, Join.key(storm.config), Types.STRING)
                .keyedInput(RecordTypes.LABEL_EVENT, LabelEvent::target, Types.STRING);
        OperatorHarness<Feedback> harness = OperatorHarness.opened(operator);
        try {
            harness.watermark(JoinHistory.START - 1);
            for (int i = 0; i < storm.steps.size(); i++) {
                if (restores.contains(i)) {
                    OperatorSubtaskState state = harness.snapshot();
                    feedback.addAll(harness.values());
                    orphans.addAll(harness.valuesOf(SideOutputs.REJECTED.getId()));
                    harness.close();
                    harness = OperatorHarness.opened(operator, OperatorHarness.Place.ONLY, state);
                }
                Object step = storm.steps.get(i);
                if (step instanceof Scored row) {
                    harness.element(0, row, row.timeMillis());
                } else if (step instanceof LabelEvent label) {
                    harness.element(1, label, label.timeMillis());
                }
            }
            harness.watermark(JoinHistory.START + 10 * EARLY);
            feedback.addAll(harness.values());
            orphans.addAll(harness.valuesOf(SideOutputs.REJECTED.getId()));
        } finally {
            harness.close();
        }
        String context = "seed=" + seed + ", restored before " + restores;
        assertThat(last(feedback)).as(context).isEqualTo(storm.truth());
        assertThat(orphans).as(context).hasSize(storm.strangers());
        assertThat(feedback.stream().map(Feedback::id)).as(context).doesNotHaveDuplicates();
    }

    private static int count(List<LabelJoin.Taken> taken, LabelJoin.Taken what) {
        return Collections.frequency(taken, what);
    }

    /** What the last feedback of each row says. */
    private static Map<String, String> last(List<Feedback> feedback) {
        Map<String, String> last = new HashMap<>();
        feedback.forEach(each -> last.put(each.scored().id(), Objects.toString(each.label(), "none")));
        return last;
    }

    /** Rows and labels in one order that is drawn from a seed. Everything comes while its row is open. */
    private static final class Storm {
        private final Random random;
        private final LabelsConfig config;
        private final Map<String, List<Label>> byRow = new HashMap<>();
        private final List<Object> steps = new ArrayList<>();
        private int made;

        Storm(long seed, Policy policy) {
            this.random = new Random(seed);
            this.config = JoinHistory.config(
                    By.PREDICTION,
                    /* timed= */ false,
                    EARLY,
                    new LabelsConfig.Conflict(
                            policy,
                            policy == Policy.PRIORITY ? List.of("human", "system") : List.of(),
                            policy == Policy.MAJORITY ? 2 : 1));
            for (int i = 0; i < ROWS; i++) {
                steps.add(JoinHistory.row("p" + i, "e" + i, "k", JoinHistory.START + i));
                addLabels("p" + i, 10);
            }
            for (int i = 0; i < STRANGERS; i++) {
                addLabels("nobody" + i, 1 + random.nextInt(3));
            }
            shuffleInBursts();
        }

        private void addLabels(String target, int labels) {
            List<Label> said = new ArrayList<>();
            for (int i = 0; i < labels; i++) {
                boolean again = !said.isEmpty() && random.nextInt(4) == 0;
                Label label = again ? said.get(random.nextInt(said.size())) : label(target, said);
                said.add(label);
                steps.add(new LabelEvent(JoinHistory.raw(steps.size()), target, label));
            }
            byRow.put(target, said);
        }

        /* The system revises one label; people give one each, of which the newest counts. */
        private Label label(String target, List<Label> said) {
            boolean system = random.nextBoolean();
            long revision = said.stream()
                            .filter(each -> each.revision().id() != null)
                            .mapToLong(each -> each.revision().number())
                            .max()
                            .orElse(-1)
                    + 1;
            made++;
            return new Label(
                    random.nextInt(5) == 0 ? null : Integer.toString(random.nextInt(3)),
                    1,
                    system ? new Label.Revision("of-" + target, revision) : new Label.Revision(null, 0),
                    system
                            ? new Label.Author("system", null)
                            : new Label.Author("human", "x" + random.nextInt(1_000_000)),
                    new Label.Moment(Label.NO_TIME, JoinHistory.START + made),
                    "labels-0-" + made);
        }

        /* Labels of neighbours come in another order, and some parts of the storm all before or behind their rows. */
        private void shuffleInBursts() {
            int from = 0;
            while (from < steps.size()) {
                int to = Math.min(steps.size(), from + 1 + random.nextInt(400));
                Collections.shuffle(steps.subList(from, to), random);
                from = to;
            }
        }

        /** What the labels of each row say when all have come. */
        Map<String, String> truth() {
            Map<String, String> truth = new HashMap<>();
            byRow.forEach((row, said) -> {
                if (row.startsWith("p")) {
                    truth.put(row, Objects.toString(holds(said), "none"));
                }
            });
            return truth;
        }

        private @Nullable String holds(List<Label> said) {
            Map<String, Label> newest = new HashMap<>();
            said.stream().sorted(NEWER).forEach(label -> newest.put(label.voice(), label));
            List<Label> standing = newest.values().stream()
                    .filter(label -> label.value() != null)
                    .sorted(Comparator.comparingLong(label -> label.moment().knownMillis()))
                    .toList();
            if (standing.size() < config.conflict().majority() || standing.isEmpty()) {
                return null;
            }
            List<Label> best =
                    switch (config.conflict().policy()) {
                        case LAST_WRITE -> standing;
                        case PRIORITY -> preferred(standing);
                        case MAJORITY -> most(standing);
                    };
            return best.get(best.size() - 1).value();
        }

        private static List<Label> preferred(List<Label> standing) {
            List<Label> people = standing.stream()
                    .filter(label -> "human".equals(label.author().source()))
                    .toList();
            return people.isEmpty() ? standing : people;
        }

        private static List<Label> most(List<Label> standing) {
            List<Label> best = List.of();
            for (Label each : standing) {
                List<Label> same = standing.stream()
                        .filter(label -> Objects.equals(label.value(), each.value()))
                        .toList();
                boolean newer = !best.isEmpty()
                        && same.get(same.size() - 1).moment().knownMillis()
                                > best.get(best.size() - 1).moment().knownMillis();
                if (same.size() > best.size() || (same.size() == best.size() && newer)) {
                    best = same;
                }
            }
            return best;
        }

        /** Labels that name nothing, those that say the same thing once. */
        int strangers() {
            return byRow.entrySet().stream()
                    .filter(each -> each.getKey().startsWith("nobody"))
                    .mapToInt(each -> (int) each.getValue().stream()
                            .map(Label::identity)
                            .distinct()
                            .count())
                    .sum();
        }
    }
}
