package io.millrace.operators.promote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.promote.LabeledPair;
import io.millrace.models.promote.Pair;
import io.millrace.models.registry.Aliases;
import io.millrace.models.registry.Decision;
import io.millrace.models.registry.LoggedDecision;
import io.millrace.operators.learn.School;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Published;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.verify.OperatorHarness;
import io.millrace.operators.verify.OperatorUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromoteOperatorTest {
    private static final String PROMOTION = "promotion: { min-labels: 50, steps: [0.1, 0.5],"
            + " step: { requests: 30, time: 0s }, service: { min-requests: 20 } }\nretrain: { more-labels: 100 }";
    private static final long SEED = 11;

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private long clock;

    @Test
    void leadsABetterVersionStepByStepToTheChampionsPlace() throws Exception {
        School school = School.open(folder, "{}", PROMOTION);
        int better = school.publish(2);
        try (OperatorHarness<Outbound> harness = opened(school, null)) {
            hear(harness, born(better, 1, 100));
            assertThat(aliases(school).version(Aliases.CANDIDATE)).isEqualTo(better);

            judge(harness, better, 400, 1.0);
            assertThat(aliases(school).share()).as("nobody knows how it runs").isZero();
            for (double share : new double[] {0, 0.1, 0.5}) {
                assertThat(aliases(school).share()).isEqualTo(share);
                run(harness, better, share, 40, 0);
                tick(harness);
            }
            assertThat(aliases(school).versions()).containsEntry(Aliases.CHAMPION, better);
        }
        assertThat(kinds(school))
                .containsExactly("PUBLISH", "PROMOTE", "PUBLISH", "SHADOW", "CANARY", "CANARY", "PROMOTE");
    }

    @Test
    void tellsEveryDecisionAndThenWhichVersionsServe() throws Exception {
        School school = School.open(folder, "{}", PROMOTION);
        int better = school.publish(2);
        try (OperatorHarness<Outbound> harness = opened(school, null)) {
            hear(harness, born(better, 1, 100));
            assertThat(texts(harness)).containsExactly("line/decisions/4", "line: champion=1, candidate=2, share=0.0");
        }
    }

    @Test
    void takesBackAVersionThatFails() throws Exception {
        School school = School.open(folder, "{}", PROMOTION);
        int bad = school.publish(2);
        try (OperatorHarness<Outbound> harness = opened(school, null)) {
            hear(harness, born(bad, 1, 100));
            run(harness, bad, 0, 100, 10);
            tick(harness);
            assertThat(aliases(school).versions()).doesNotContainKey(Aliases.CANDIDATE);
            assertThat(decisions(school).get(4).decision().why()).startsWith("candidate has too many errors: rate=0.1");
        }
    }

    @Test
    void carriesADecisionOutOnceThatWasUnderWayAtAFailure() throws Exception {
        School school = School.open(folder, "{}", PROMOTION);
        int better = school.publish(2);
        OperatorSubtaskState state;
        try (OperatorHarness<Outbound> harness = opened(school, null)) {
            hear(harness, born(better, 1, 100));
            judge(harness, better, 400, 1.0);
            run(harness, better, 0, 40, 0);
            state = harness.snapshot();
            tick(harness);
            assertThat(aliases(school).share()).isEqualTo(0.1);
        }
        try (OperatorHarness<Outbound> harness = opened(school, state)) {
            tick(harness);
            assertThat(aliases(school).share()).isEqualTo(0.1);
            assertThat(texts(harness)).contains("line: champion=1, candidate=2, share=0.1");
        }
        assertThat(kinds(school)).containsExactly("PUBLISH", "PROMOTE", "PUBLISH", "SHADOW", "CANARY");
    }

    @Test
    void letsPeopleDecide() throws Exception {
        School school = School.open(folder, "{}", PROMOTION);
        int second = school.publish(2);
        try (OperatorHarness<Outbound> harness = opened(school, null)) {
            school.registry().decide(School.MODEL, Decision.of(Decision.Kind.FREEZE, 0, "mia", "wait"));
            tick(harness);
            hear(harness, born(second, 1, 100));
            tick(harness);
            assertThat(aliases(school).versions()).doesNotContainKey(Aliases.CANDIDATE);
            school.registry().decide(School.MODEL, Decision.of(Decision.Kind.UNFREEZE, 0, "mia", "go on"));
            tick(harness);
            assertThat(aliases(school).versions()).containsEntry(Aliases.CANDIDATE, second);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PROMOTION, "promotion: { gate: none, steps: [] }"})
    void tellsWhatAPersonHasMoved(String promotion) throws Exception {
        School school = School.open(folder, "{}", promotion);
        int second = school.publish(2);
        try (OperatorHarness<Outbound> harness = opened(school, null)) {
            tick(harness);
            assertThat(texts(harness)).as("nothing was moved").isEmpty();
            school.registry().decide(School.MODEL, Decision.of(Decision.Kind.PROMOTE, second, "mia", "by hand"));
            tick(harness);
            tick(harness);
            assertThat(texts(harness)).containsExactly("line: champion=2, candidate=0, share=0.0");
        }
    }

    @Test
    void tellsWhatAPersonHasMovedThoughAnOlderVersionIsPublishedFirst() throws Exception {
        School school = School.open(folder, "{}", "promotion: { gate: none, steps: [] }");
        int second = school.publish(2);
        int third = school.publish(3);
        try (OperatorHarness<Outbound> harness = opened(school, null)) {
            school.registry().decide(School.MODEL, Decision.of(Decision.Kind.PROMOTE, third, "mia", "by hand"));
            hear(harness, born(second, 1, 100));
            tick(harness);
            assertThat(texts(harness)).containsExactly("line: champion=3, candidate=0, share=0.0");
        }
    }

    @Test
    void promotesWhatIsPublishedWhereThereIsNoGate() throws Exception {
        School school = School.open(folder, "{}", "promotion: { gate: none, steps: [] }");
        int second = school.publish(2);
        int third = school.publish(3);
        OperatorSubtaskState state;
        try (OperatorHarness<Outbound> harness = opened(school, null)) {
            state = harness.snapshot();
            hear(harness, born(second, 1, 100));
            assertThat(aliases(school).versions()).containsEntry(Aliases.CHAMPION, second);
            hear(harness, born(third, second, 200));
            assertThat(aliases(school).versions()).containsEntry(Aliases.CHAMPION, third);
        }
        try (OperatorHarness<Outbound> harness = opened(school, state)) {
            hear(harness, born(second, 1, 100));
            hear(harness, born(third, second, 200));
            assertThat(aliases(school).versions()).containsEntry(Aliases.CHAMPION, third);
        }
        assertThat(kinds(school)).containsExactly("PUBLISH", "PROMOTE", "PUBLISH", "PUBLISH", "PROMOTE", "PROMOTE");
    }

    @Test
    void asksForATrainingOnceWhenItWasLongAgo() throws Exception {
        School school = School.open(folder, "{}", "retrain: { older-than: 30d }");
        clock = school.registry().manifest(School.MODEL, 1).identity().created().toEpochMilli() + 31L * 86_400_000;
        try (OperatorHarness<Outbound> harness = opened(school, null)) {
            tick(harness);
            tick(harness);
            assertThat(kinds(school)).containsExactly("PUBLISH", "PROMOTE", "RETRAIN");
            assertThat(texts(harness)).containsExactly("line/decisions/3");
            assertThat(decisions(school).get(2).decision().evidence()).containsKey("age_days");
        }
    }

    private OperatorHarness<Outbound> opened(School school, @Nullable OperatorSubtaskState state) throws Exception {
        if (clock == 0) {
            clock = school.registry()
                    .manifest(School.MODEL, 1)
                    .identity()
                    .created()
                    .toEpochMilli();
        }
        OperatorHarness<Outbound> harness = new OperatorHarness<>(operator(school), OperatorHarness.Place.ONLY);
        harness.clock(clock);
        harness.open(state);
        return harness;
    }

    private static OperatorUnderTest<Outbound> operator(School school) {
        Office office = new Office(school.pipeline(), school.registry().root().toString(), new PlainNews());
        return OperatorUnderTest.of(RecordTypes.OUTBOUND, () -> new PromoteOperatorFactory(office))
                .input(ObservedSerializer.TYPE);
    }

    private static Observed born(int version, int parent, long labels) {
        return new Observed.Born(new Published(School.MODEL, version, parent, labels, 0));
    }

    private static void hear(OperatorHarness<Outbound> harness, Observed observed) throws Exception {
        harness.element(0, observed, 0);
    }

    /** Pairs in which the candidate is better by so much on average. */
    private void judge(OperatorHarness<Outbound> harness, int candidate, int pairs, double better) throws Exception {
        for (int i = 0; i < pairs; i++) {
            double loss = 2 + random.nextDouble();
            Pair pair = new Pair(loss, loss - better + 0.2 * random.nextGaussian());
            hear(harness, new Observed.Judged(new LabeledPair(1, candidate, pair)));
        }
    }

    private void run(OperatorHarness<Outbound> harness, int candidate, double share, int rows, int failed)
            throws Exception {
        for (int i = 0; i < rows; i++) {
            boolean fails = i < failed;
            double output = random.nextGaussian();
            Observed.Answer ofChampion = new Observed.Answer(output, 1000);
            Observed.Answer ofCandidate = fails ? Observed.Answer.NONE : new Observed.Answer(output + 0.01, 1000);
            hear(
                    harness,
                    new Observed.Ran(1, candidate, fails ? Double.NaN : (float) share, fails, ofChampion, ofCandidate));
        }
    }

    private void tick(OperatorHarness<Outbound> harness) throws Exception {
        clock += PromoteOperator.EVERY.toMillis();
        harness.clock(clock);
    }

    private static Aliases aliases(School school) throws Exception {
        return school.registry().aliases(School.MODEL);
    }

    private static List<LoggedDecision> decisions(School school) throws Exception {
        return school.registry().history(School.MODEL).decisions();
    }

    private static List<String> kinds(School school) throws Exception {
        return decisions(school).stream()
                .map(each -> each.decision().kind().name())
                .toList();
    }

    private static List<String> texts(OperatorHarness<Outbound> harness) {
        List<String> texts = new ArrayList<>();
        harness.values().forEach(each -> texts.add(new String(Objects.requireNonNull(each.value()), UTF_8)));
        return texts;
    }
}
