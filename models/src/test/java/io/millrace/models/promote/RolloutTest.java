package io.millrace.models.promote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.PromotionConfig;
import io.millrace.config.PromotionConfig.Gate;
import io.millrace.models.promote.Rollout.Turn;
import io.millrace.models.registry.Aliases;
import io.millrace.models.registry.Decision;
import io.millrace.models.registry.Decision.Kind;
import io.millrace.models.registry.Drafts;
import io.millrace.models.registry.LoggedDecision;
import io.millrace.models.registry.ModelRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutTest {
    private static final String MODEL = Drafts.MODEL;
    private static final Pair BETTER = new Pair(1, 0);
    private static final Pair WORSE = new Pair(0, 1);
    private static final PromotionConfig SETTINGS = PromotionConfig.DEFAULT;

    @TempDir
    Path folder;

    private final List<String> done = new ArrayList<>();
    private ModelRegistry registry;
    private Rollout rollout = new Rollout(SETTINGS, Loss.WRONG_CLASS);
    private RolloutState state = RolloutState.UNKNOWN;
    private long now = 1_000_000;

    @BeforeEach
    void startWithAChampion() throws Exception {
        registry = new ModelRegistry(folder);
        registry.introduce(registry.publish(Drafts.of(1)));
        for (int bias = 2; bias <= 5; bias++) {
            registry.publish(Drafts.of(bias));
        }
        placed();
    }

    @Test
    void takesABetterVersionToTheChampionsPlace() throws Exception {
        publish(2, 0);
        label(600, BETTER);
        for (int i = 0; i < 5; i++) {
            serve(1500, 0);
        }

        assertThat(done)
                .containsExactly(
                        "shadow 2", "canary 2 0.01", "canary 2 0.05", "canary 2 0.25", "canary 2 0.5", "promote 2");
        assertThat(registry.aliases(MODEL).versions()).isEqualTo(Map.of("champion", 2, "previous", 1));
        Decision canary = registry.history(MODEL).decisions().get(7).decision();
        assertThat(canary.why()).isEqualTo("labels say that it is better, and it runs well");
        assertThat(canary.evidence())
                .containsEntry("labels", 500.0)
                .containsEntry("labels_since", 100.0)
                .containsEntry("candidate_loss", 0.0)
                .containsEntry("requests", 1500.0)
                .containsKeys("lower", "upper", "p99_ms");
    }

    @Test
    void holdsWithTooLittleEvidence() throws Exception {
        publish(2, 0);
        label(499, BETTER);
        serve(5000, 0);
        label(101, BETTER);
        serve(199, 0);
        assertThat(done).containsExactly("shadow 2");

        serve(200, 0);
        serve(999, 0);
        assertThat(done).containsExactly("shadow 2", "canary 2 0.01");
        now += Duration.ofMinutes(5).toMillis();
        serve(199, 0);
        assertThat(done).hasSize(2);
        serve(200, 0);
        assertThat(done).last().isEqualTo("canary 2 0.05");
    }

    @Test
    void rejectsAWorseVersionAndDoesNotTryItAgain() throws Exception {
        publish(2, 0);
        label(600, WORSE);
        assertThat(done).containsExactly("shadow 2", "reject 2");
        tick();
        assertThat(done).hasSize(2);

        publish(3, 0);
        assertThat(done).last().isEqualTo("shadow 3");
    }

    @Test
    void givesUpWhatLabelsCannotDecide() throws Exception {
        publish(2, 0);
        label(1000, BETTER, WORSE);
        now += Duration.ofDays(31).toMillis();
        tick();

        assertThat(done).containsExactly("shadow 2", "reject 2");
        assertThat(last().decision().why()).isEqualTo("no decision within 30 days");
    }

    @Test
    void rollsACanaryBackThatFails() throws Exception {
        publish(2, 0);
        label(600, BETTER);
        serve(1500, 0);
        serve(300, 30);

        assertThat(done).containsExactly("shadow 2", "canary 2 0.01", "rollback 2");
        assertThat(last().decision().why()).startsWith("candidate has too many errors: rate=0.1, max=0.01");
        assertThat(registry.aliases(MODEL).versions()).isEqualTo(Map.of("champion", 1));
    }

    @Test
    void putsAVersionIntoQuarantineThatCannotRun() throws Exception {
        publish(2, 0);
        ServiceReport report = new ServiceReport(
                state.place().epoch(),
                ServiceStats.none(),
                ServiceStats.none(),
                OutputShift.NONE,
                "golden row does not reproduce");
        carryOut(rollout.served(state, report, now));

        assertThat(done).containsExactly("shadow 2", "quarantine 2");
        assertThat(registry.quarantined(MODEL)).isEqualTo(Map.of(2, "golden row does not reproduce"));
        assertThat(registry.aliases(MODEL).versions()).isEqualTo(Map.of("champion", 1));
    }

    @Test
    void rollsACanaryBackThatLabelsTurnAgainst() throws Exception {
        publish(2, 0);
        label(600, BETTER);
        serve(1500, 0);
        label(3000, WORSE);

        assertThat(done).containsExactly("shadow 2", "canary 2 0.01", "rollback 2");
    }

    @Test
    void passesOverReportsOnAnotherStep() throws Exception {
        publish(2, 0);
        label(600, BETTER);
        ServiceReport old = report(1500, 0);
        serve(1500, 0);
        carryOut(rollout.served(state, old, now));

        assertThat(done).containsExactly("shadow 2", "canary 2 0.01");
    }

    @Test
    void aLearnersNextVersionKeepsTheEvidence() throws Exception {
        publish(2, 0);
        label(300, BETTER);
        publish(3, 2);
        assertThat(rollout.evidence(state).labels()).isEqualTo(300);
        label(300, BETTER);
        publish(4, 3);

        assertThat(done).as("the successor of a proven version waits").containsExactly("shadow 2", "shadow 3");
        assertThat(last().decision().version()).isEqualTo(3);
        for (int i = 0; i < 5; i++) {
            serve(1500, 0);
        }
        assertThat(done).endsWith("promote 3", "shadow 4");
        assertThat(rollout.evidence(state).labels()).isZero();
    }

    @Test
    void anyOtherVersionWaits() throws Exception {
        publish(2, 0);
        label(300, WORSE);
        publish(3, 1);
        publish(4, 1);
        assertThat(done).containsExactly("shadow 2");
        label(200, WORSE);

        assertThat(done).containsExactly("shadow 2", "reject 2", "shadow 4");
    }

    @Test
    void passesOverPairsOfOtherVersions() throws Exception {
        publish(2, 0);
        for (int i = 0; i < 1000; i++) {
            carryOut(rollout.labeled(state, new LabeledPair(1, 3, WORSE), now));
            carryOut(rollout.labeled(state, new LabeledPair(2, 2, WORSE), now));
        }
        assertThat(rollout.evidence(state).labels()).isZero();
    }

    @Test
    void doesNothingWhileFrozenAndFollowsAPerson() throws Exception {
        publish(2, 0);
        registry.decide(MODEL, Decision.of(Kind.FREEZE, 0, "mia", "holiday"));
        placed();
        label(2000, WORSE);
        assertThat(done).containsExactly("shadow 2");

        registry.decide(MODEL, Decision.of(Kind.PROMOTE, 3, "mia", "by hand"));
        registry.decide(MODEL, Decision.of(Kind.UNFREEZE, 0, "mia", "back"));
        placed();
        assertThat(rollout.evidence(state).labels()).as("another champion").isZero();
        label(600, 3, BETTER);
        serve(1500, 0);
        assertThat(done).containsExactly("shadow 2", "canary 2 0.01");
    }

    @Test
    void onlyWatchesIfItIsNotAutomatic() throws Exception {
        rollout = new Rollout(settings(Gate.PAIRED_SEQUENTIAL, false), Loss.WRONG_CLASS);
        publish(2, 0);
        label(600, BETTER);
        serve(1500, 0);
        assertThat(done).containsExactly("shadow 2");
        assertThat(state.trial().proven()).isTrue();

        serve(1500, 600);
        assertThat(done).as("what fails is withdrawn").containsExactly("shadow 2", "reject 2");
    }

    @Test
    void withoutAGateAVersionOnlyHasToRunWell() throws Exception {
        rollout = new Rollout(settings(Gate.NONE, true), Loss.WRONG_CLASS);
        publish(2, 0);
        ServiceReport shifted = new ServiceReport(
                state.place().epoch(), stats(2000, 0), stats(2000, 0), new OutputShift(0.6, 0.02, false), "");
        carryOut(rollout.served(state, shifted, now));
        assertThat(done).containsExactly("shadow 2");

        serve(1500, 0);
        assertThat(last().decision().why()).isEqualTo("runs well");
        assertThat(done).last().isEqualTo("canary 2 0.01");
    }

    @Test
    void aDecisionThatIsRepeatedAfterAFailureIsCarriedOutOnce() throws Exception {
        publish(2, 0);
        label(600, BETTER);
        RolloutState stored = state;
        serve(1500, 0);

        state = stored;
        Turn again = rollout.served(state, report(1500, 0), now);
        assertThat(again.decisions()).hasSize(1);
        carryOut(again);
        assertThat(done).containsExactly("shadow 2", "canary 2 0.01");
        assertThat(state.place().share()).isEqualTo(0.01);
    }

    @Test
    void decidesNothingWhileADecisionIsUnderWay() {
        Turn first = rollout.published(state, 2, 0, now);
        assertThat(first.decisions()).hasSize(1);
        assertThat(rollout.tick(first.state(), now).decisions()).isEmpty();

        Turn refused = rollout.refused(first.state());
        assertThat(rollout.tick(refused.state(), now).decisions()).isEmpty();
        assertThat(rollout.published(refused.state(), 3, 0, now).decisions()).hasSize(1);
    }

    @Test
    void saysWhatIsNoStoredState() {
        byte[] bytes = RolloutBytes.write(state);
        assertThatThrownBy(() -> RolloutBytes.read(Arrays.copyOf(bytes, 20)))
                .hasMessage("state of a rollout is cut off: bytes=20");
        bytes[0] = 7;
        assertThatThrownBy(() -> RolloutBytes.read(bytes))
                .hasMessage("state of a rollout has another format: format=7, expected=1");
    }

    private void publish(int version, int parent) throws Exception {
        carryOut(rollout.published(state, version, parent, now));
    }

    private void label(int count, Pair... pairs) throws Exception {
        label(count, 1, pairs);
    }

    private void label(int count, int champion, Pair... pairs) throws Exception {
        for (int i = 0; i < count; i++) {
            int candidate = Math.max(2, state.place().candidate());
            carryOut(rollout.labeled(state, new LabeledPair(champion, candidate, pairs[i % pairs.length]), now));
        }
    }

    private void serve(long requests, long errors) throws Exception {
        carryOut(rollout.served(state, report(requests, errors), now));
    }

    private void tick() throws Exception {
        carryOut(rollout.tick(state, now));
    }

    private ServiceReport report(long requests, long errors) {
        return new ServiceReport(
                state.place().epoch(), stats(100_000, 0), stats(requests, errors), OutputShift.NONE, "");
    }

    private static ServiceStats stats(long requests, long errors) {
        LatencyCounts latency = LatencyCounts.empty();
        for (long i = 0; i < requests; i++) {
            latency.add(1000 + i % 100);
        }
        return new ServiceStats(requests, errors, 0, latency);
    }

    /** What the operator around it does; every state is one that was stored and restored. */
    private void carryOut(Turn turn) throws Exception {
        state = RolloutBytes.read(RolloutBytes.write(turn.state()));
        assertThat(state).isEqualTo(turn.state());
        for (Decision decision : turn.decisions()) {
            Optional<LoggedDecision> logged =
                    registry.decideAt(MODEL, state.place().epoch(), decision);
            logged.ifPresent(each -> done.add(
                    decision.kind() + " " + decision.version() + (decision.share() > 0 ? " " + decision.share() : "")));
            placed();
        }
    }

    private void placed() throws Exception {
        Aliases aliases = registry.aliases(MODEL);
        carryOut(rollout.placed(state, aliases, registry.frozen(MODEL), now));
    }

    private LoggedDecision last() throws Exception {
        List<LoggedDecision> decisions = registry.history(MODEL).decisions();
        return decisions.get(decisions.size() - 1);
    }

    private static PromotionConfig settings(Gate gate, boolean automatic) {
        return new PromotionConfig(
                gate,
                SETTINGS.margin(),
                SETTINGS.alpha(),
                SETTINGS.minLabels(),
                automatic,
                SETTINGS.steps(),
                SETTINGS.step(),
                SETTINGS.giveUpAfter(),
                SETTINGS.service());
    }
}
