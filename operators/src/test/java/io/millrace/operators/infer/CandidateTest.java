package io.millrace.operators.infer;

import static io.millrace.operators.infer.BatchInferOperatorTest.operator;
import static io.millrace.operators.infer.EnrichedEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.BatchingConfig.Order;
import io.millrace.models.infer.FakeScorer;
import io.millrace.models.infer.ScoringException;
import io.millrace.models.infer.SharedModels;
import io.millrace.models.tensor.ScoredVersions;
import io.millrace.operators.infer.InferSetups.FakeFeed;
import io.millrace.operators.infer.InferSetups.FakeSource;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.Sample;
import io.millrace.operators.record.ScoredBatch;
import io.millrace.operators.verify.NothingLeft;
import io.millrace.operators.verify.OperatorHarness;
import io.millrace.operators.verify.OperatorHarness.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A candidate beside the champion. Each version adds its number to its input; 100 and above cannot be loaded. */
@ExtendWith({NothingLeft.class, io.millrace.models.batch.NothingLeft.class})
class CandidateTest {
    private static final int EVENTS = 70;
    private static final Map<Integer, Shadowed> WRITTEN = new TreeMap<>();
    private static final List<ScoredVersions> VERSIONS = new ArrayList<>();

    private final FakeSource source = new FakeSource(version -> new FakeScorer(inputs -> plus(inputs, version)));
    private final FakeFeed feed = new FakeFeed();

    @BeforeEach
    void nothingIsWritten() {
        WRITTEN.clear();
        VERSIONS.clear();
    }

    @AfterEach
    void noModelIsLoaded() {
        assertThat(SharedModels.process().size()).isZero();
    }

    @Test
    void aCandidateWithoutAShareOnlyScoresBesideTheChampion() throws Exception {
        try (OperatorHarness<Prediction> harness = start(null)) {
            announce(harness, new ModelAnnouncement("fake", 1, 2, 2, 0));
            awaitModels(harness, 2);
            score(harness);

            assertThat(harness.values()).hasSize(EVENTS).allSatisfy(each -> {
                assertThat(each.outputs()).containsExactly(EnrichedEvents.offset(each) + 1);
                assertThat(each.model().version()).isOne();
                assertThat(each.model().variant()).isEqualTo("champion");
                assertThat(each.model().propensity()).isEqualTo(1);
            });
            assertThat(WRITTEN).hasSize(EVENTS).allSatisfy((offset, each) -> assertThat(each.shadow())
                    .containsExactly(offset + 2));
            assertThat(VERSIONS).allSatisfy(each -> {
                assertThat(each.champion()).hasToString("fake@1");
                assertThat(each.candidate()).hasToString("fake@2");
                assertThat(each.candidateMicros()).isNotNegative();
            });
            assertThat(VERSIONS)
                    .extracting(ScoredVersions::championMicros)
                    .hasSameElementsAs(harness.values().stream()
                            .map(Prediction::modelMicros)
                            .toList());
        }
    }

    @Test
    void aCanaryServesItsShareOfTheKeysAndTheChampionShadowsIt() throws Exception {
        try (OperatorHarness<Prediction> harness = start(null)) {
            announce(harness, new ModelAnnouncement("fake", 1, 2, 2, 0.5));
            awaitModels(harness, 2);
            score(harness);

            Sample keys = new Sample("canary of fake@2", 0.5);
            assertThat(harness.values()).hasSize(EVENTS).allSatisfy(each -> {
                boolean canary = keys.contains(each.event().event().key());
                int offset = EnrichedEvents.offset(each);
                assertThat(each.model().variant()).isEqualTo(canary ? "canary" : "champion");
                assertThat(each.model().version()).isEqualTo(canary ? 2 : 1);
                assertThat(each.model().artefact()).isEqualTo(canary ? "hash2" : "hash1");
                assertThat(each.model().propensity()).isEqualTo(0.5);
                assertThat(each.outputs()).containsExactly(offset + (canary ? 2 : 1));
                assertThat(Objects.requireNonNull(WRITTEN.get(offset)).shadow())
                        .containsExactly(offset + (canary ? 1 : 2));
            });
            assertThat(harness.values())
                    .extracting(each -> each.model().variant())
                    .contains("canary", "champion");
        }
    }

    @Test
    void anotherShareLoadsNothingAndKeepsTheKeysThatItHad() throws Exception {
        try (OperatorHarness<Prediction> harness = start(null)) {
            announce(harness, new ModelAnnouncement("fake", 1, 2, 2, 0.3));
            awaitModels(harness, 2);
            Set<String> before = canaries(harness);
            announce(harness, new ModelAnnouncement("fake", 1, 3, 2, 0.8));
            Set<String> after = canaries(harness);
            announce(harness, new ModelAnnouncement("fake", 1, 4, 2, 1));

            assertThat(canaries(harness)).hasSize(7);
            assertThat(after).containsAll(before).hasSizeGreaterThan(before.size());
            assertThat(source.loads()).containsExactly(1, 2);
            assertThat(operator(harness).versions().serving()).isEqualTo(new ModelAnnouncement("fake", 1, 4, 2, 1));
        }
    }

    @Test
    void aCandidateThatIsPromotedIsNotLoadedAgain() throws Exception {
        try (OperatorHarness<Prediction> harness = start(null)) {
            announce(harness, new ModelAnnouncement("fake", 1, 2, 2, 0.5));
            awaitModels(harness, 2);
            announce(harness, new ModelAnnouncement("fake", 2, 3));
            awaitModels(harness, 1);
            score(harness);

            assertThat(harness.values()).allSatisfy(each -> {
                assertThat(each.model().version()).isEqualTo(2);
                assertThat(each.model().variant()).isEqualTo("champion");
                assertThat(each.model().propensity()).isEqualTo(1);
            });
            assertThat(WRITTEN.values()).extracting(Shadowed::shadow).containsOnlyNulls();
            assertThat(source.loads()).containsExactly(1, 2);
        }
    }

    @Test
    void aCandidateThatIsWithdrawnIsClosed() throws Exception {
        try (OperatorHarness<Prediction> harness = start(null)) {
            announce(harness, new ModelAnnouncement("fake", 1, 2, 2, 0.5));
            awaitModels(harness, 2);
            announce(harness, new ModelAnnouncement("fake", 1, 3));

            assertThat(SharedModels.process().size()).isOne();
            assertThat(canaries(harness)).isEmpty();
        }
    }

    @Test
    void anotherCandidateTakesThePlaceOfTheOneBefore() throws Exception {
        try (OperatorHarness<Prediction> harness = start(null)) {
            announce(harness, new ModelAnnouncement("fake", 1, 2, 2, 1));
            awaitModels(harness, 2);
            announce(harness, new ModelAnnouncement("fake", 1, 3, 3, 1));
            awaitModels(harness, 2);
            score(harness);

            assertThat(harness.values())
                    .extracting(each -> each.model().version())
                    .containsOnly(3);
        }
    }

    @Test
    void aRowForWhichTheCandidateHasNothingIsTheChampions() throws Exception {
        FakeSource failing = new FakeSource(version -> new FakeScorer(inputs -> {
            for (int i = 0; i < inputs.length; i++) {
                if (version == 2 && inputs[i] % 10 == 3) {
                    throw new ScoringException("poison");
                }
                inputs[i] = version == 2 && inputs[i] % 10 == 4 ? Float.NaN : inputs[i] + version;
            }
            return inputs;
        }));
        try (OperatorHarness<Prediction> harness = start(failing, null)) {
            announce(harness, new ModelAnnouncement("fake", 1, 2, 2, 1));
            awaitModels(harness, 2);
            score(harness);

            assertThat(harness.values()).hasSize(EVENTS).allSatisfy(each -> {
                int offset = EnrichedEvents.offset(each);
                boolean good = offset % 10 != 3 && offset % 10 != 4;
                assertThat(each.model().variant()).isEqualTo(good ? "canary" : "champion");
                assertThat(each.model().propensity()).isEqualTo(1);
                assertThat(each.outputs()).containsExactly(offset + (good ? 2 : 1));
                assertThat(Objects.requireNonNull(WRITTEN.get(offset)).shadow() == null)
                        .isEqualTo(!good);
            });
        }
    }

    @Test
    void candidateAndShareSurviveARestore() throws Exception {
        OperatorSubtaskState state;
        ModelAnnouncement announced = new ModelAnnouncement("fake", 1, 2, 2, 1);
        try (OperatorHarness<Prediction> harness = start(null)) {
            announce(harness, announced);
            awaitModels(harness, 2);
            state = harness.snapshot();
        }
        source.promote(9);

        try (OperatorHarness<Prediction> harness = start(state)) {
            assertThat(operator(harness).versions().serving()).isEqualTo(announced);
            assertThat(canaries(harness)).as("from the first event on").hasSize(7);
        }
    }

    @Test
    void theFirstStartHasTheCandidateOfTheRegistry() throws Exception {
        source.challenge(2, 1);

        try (OperatorHarness<Prediction> harness = start(null)) {
            assertThat(canaries(harness)).hasSize(7);
        }
    }

    @Test
    void aCandidateThatCannotBeLoadedIsReportedAndNotTriedAgainForItsEpoch() throws Exception {
        try (OperatorHarness<Prediction> harness = start(null)) {
            ModelAnnouncement broken = new ModelAnnouncement("fake", 1, 2, 100, 0.5);
            announce(harness, broken);
            awaitRefusals(harness, 1);
            announce(harness, broken);
            score(harness);

            assertThat(harness.values())
                    .hasSize(EVENTS)
                    .allSatisfy(each -> assertThat(each.model().propensity()).isEqualTo(1));
            assertThat(source.loads()).containsExactly(1, 100);
            assertThat(source.refused()).containsExactly("100: golden row is not reproduced: version=100");
            assertThat(SharedModels.process().size()).isOne();
        }
    }

    @Test
    void aChampionDoesNotWaitForACandidateThatLoads() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        FakeSource slow = new FakeSource(version -> {
            if (version == 2) {
                awaitQuietly(go);
            }
            return new FakeScorer(inputs -> plus(inputs, version));
        });
        try (OperatorHarness<Prediction> harness = start(slow, null)) {
            announce(harness, new ModelAnnouncement("fake", 1, 2, 2, 0.5));
            announce(harness, new ModelAnnouncement("fake", 3, 3));
            while (operator(harness).versions().serving().version() != 3) {
                harness.awaitMail();
            }
            go.countDown();
            awaitModels(harness, 1);
            score(harness);

            assertThat(harness.values())
                    .extracting(each -> each.model().version())
                    .containsOnly(3);
        }
    }

    private static float[] plus(float[] inputs, int version) {
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] += version;
        }
        return inputs;
    }

    private static void score(OperatorHarness<Prediction> harness) throws Exception {
        for (int offset = 0; offset < EVENTS; offset++) {
            harness.element(0, event(offset), offset);
        }
        harness.finish();
    }

    /* Scores one event of each of the seven keys. */
    private static Set<String> canaries(OperatorHarness<Prediction> harness) throws Exception {
        int before = harness.values().size();
        for (int offset = 0; offset < 7; offset++) {
            harness.element(0, event(offset), offset);
        }
        while (harness.values().size() < before + 7) {
            harness.awaitMail();
        }
        Set<String> keys = new TreeSet<>();
        for (Prediction each : harness.values().subList(before, before + 7)) {
            if (each.model().variant().equals("canary")) {
                keys.add(each.event().event().key());
            }
        }
        return keys;
    }

    /* So many are loaded, and everything that was loaded has been taken. */
    private static void awaitModels(OperatorHarness<Prediction> harness, int count) throws Exception {
        while (SharedModels.process().size() != count || operator(harness).loading()) {
            harness.awaitMail();
        }
    }

    private void awaitRefusals(OperatorHarness<Prediction> harness, int count) throws Exception {
        while (source.refused().size() < count || operator(harness).loading()) {
            harness.awaitMail();
        }
    }

    private void announce(OperatorHarness<Prediction> harness, ModelAnnouncement announcement) throws Exception {
        feed.tell(announcement);
        harness.runMails();
    }

    private OperatorHarness<Prediction> start(@Nullable OperatorSubtaskState state) throws Exception {
        return start(source, state);
    }

    private OperatorHarness<Prediction> start(FakeSource from, @Nullable OperatorSubtaskState state) throws Exception {
        InferSettings plain = InferSetups.settings(InferSetups.batching(Order.UNORDERED, 4, 16), from);
        InferSettings settings =
                new InferSettings(plain.model(), from, plain.batching(), plain.device(), RememberingWriter::new);
        return OperatorHarness.opened(InferSetups.operator(settings, feed), Place.ONLY, state);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class RememberingWriter implements ScoredWriter {

        @Override
        public List<ScoredBatch> write(ScoredVersions versions, List<Shadowed> rows) {
            VERSIONS.add(versions);
            rows.forEach(each -> WRITTEN.put(EnrichedEvents.offset(each.prediction()), each));
            return List.of();
        }

        @Override
        public void close() {}
    }
}
