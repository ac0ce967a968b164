package io.millrace.operators.infer;

import static io.millrace.operators.infer.BatchInferOperatorTest.operator;
import static io.millrace.operators.infer.EnrichedEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.BatchingConfig.Order;
import io.millrace.config.ModelConfig;
import io.millrace.models.infer.FakeScorer;
import io.millrace.models.infer.SharedModels;
import io.millrace.operators.infer.InferSetups.FakeFeed;
import io.millrace.operators.infer.InferSetups.FakeSource;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.verify.NothingLeft;
import io.millrace.operators.verify.OperatorHarness;
import io.millrace.operators.verify.OperatorHarness.Place;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Announcements of versions, each of which adds its number to its input. Version 100 and above cannot be loaded. */
@ExtendWith({NothingLeft.class, io.millrace.models.batch.NothingLeft.class})
class ModelSwitchTest {
    private final FakeSource source = new FakeSource(version -> new FakeScorer(inputs -> {
        float[] outputs = inputs.clone();
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] += version;
        }
        return outputs;
    }));

    private final FakeFeed feed = new FakeFeed();

    @AfterEach
    void noModelIsLoaded() {
        assertThat(feed.followers()).isZero();
        assertThat(SharedModels.process().size()).isZero();
    }

    @Test
    void anotherVersionServesFromTheNextRowOn() throws Exception {
        try (OperatorHarness<Prediction> harness = start(null)) {
            harness.element(0, event(10), 10);
            announce(harness, 2, 2);
            awaitServing(harness, 2);
            harness.element(0, event(20), 20);
            harness.finish();

            assertThat(harness.values())
                    .extracting(prediction -> prediction.model().version())
                    .containsExactlyInAnyOrder(1, 2);
            assertThat(harness.values())
                    .extracting(prediction -> prediction.outputs()[0])
                    .containsExactlyInAnyOrder(11f, 22f);
        }
    }

    @Test
    void theVersionThatServesGoesOnWhileAnotherLoads() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        FakeSource slow = new FakeSource(version -> {
            if (version == 2) {
                loading.countDown();
                awaitQuietly(go);
            }
            return new FakeScorer();
        });
        try (OperatorHarness<Prediction> harness = start(slow, "champion", null)) {
            announce(harness, 2, 2);
            loading.await();
            harness.element(0, event(1), 1);
            while (harness.values().isEmpty()) {
                harness.awaitMail();
            }
            assertThat(harness.values().get(0).model().version()).isOne();

            go.countDown();
            awaitServing(harness, 2);
            harness.finish();
        }
    }

    @Test
    void olderAndRepeatedAnnouncementsAreIgnored() throws Exception {
        try (OperatorHarness<Prediction> harness = start(null)) {
            announce(harness, 7, 5);
            awaitServing(harness, 7);
            announce(harness, 2, 4);
            announce(harness, 3, 5);
            announce(harness, 8, 6);
            awaitServing(harness, 8);

            assertThat(source.loads()).containsExactly(1, 7, 8);
        }
    }

    @Test
    void announcementsOfOtherModelsAreIgnored() throws Exception {
        try (OperatorHarness<Prediction> harness = start(null)) {
            feed.tell(new ModelAnnouncement("another", 2, 2));
            announce(harness, 3, 3);
            awaitServing(harness, 3);

            assertThat(source.loads()).containsExactly(1, 3);
        }
    }

    @Test
    void aVersionThatCannotBeLoadedLeavesTheOldOneServing() throws Exception {
        try (OperatorHarness<Prediction> harness = start(null)) {
            announce(harness, 100, 2);
            awaitNothingLoads(harness);
            announce(harness, 3, 3);
            awaitServing(harness, 3);
            announce(harness, 101, 4);
            awaitNothingLoads(harness);
            harness.element(0, event(10), 10);
            harness.finish();

            assertThat(harness.values().get(0).model().version()).isEqualTo(3);
            assertThat(operator(harness).versions().serving()).isEqualTo(new ModelAnnouncement("fake", 3, 3));
            assertThat(source.loads()).containsExactly(1, 100, 3, 101);
        }
    }

    @Test
    void aRollbackIsASwitchLikeAnyOther() throws Exception {
        try (OperatorHarness<Prediction> harness = start(null)) {
            announce(harness, 2, 2);
            awaitServing(harness, 2);
            announce(harness, 1, 3);
            awaitServing(harness, 1);

            assertThat(operator(harness).versions().serving().epoch()).isEqualTo(3);
        }
    }

    @Test
    void theVersionInStateServesAfterARestoreWhateverTheAliasSays() throws Exception {
        OperatorSubtaskState state;
        try (OperatorHarness<Prediction> harness = start(null)) {
            announce(harness, 2, 2);
            awaitServing(harness, 2);
            state = harness.snapshot();
        }
        source.promote(9);

        try (OperatorHarness<Prediction> harness = start(state)) {
            assertThat(operator(harness).versions().serving()).isEqualTo(new ModelAnnouncement("fake", 2, 2));
        }
    }

    @Test
    void anAnnouncementThatIsStillLoadingSurvivesARestore() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        FakeSource slow = new FakeSource(version -> {
            if (version == 2) {
                awaitQuietly(go);
            }
            return new FakeScorer();
        });
        OperatorSubtaskState state;
        try (OperatorHarness<Prediction> harness = start(slow, "champion", null)) {
            announce(harness, 2, 2);
            state = harness.snapshot();
            go.countDown();
        }

        try (OperatorHarness<Prediction> harness = start(state)) {
            assertThat(operator(harness).versions().serving().version()).isOne();
            awaitServing(harness, 2);
        }
    }

    @Test
    void aPinnedVersionHearsNoAnnouncementAndNoState() throws Exception {
        OperatorSubtaskState state;
        try (OperatorHarness<Prediction> harness = start(null)) {
            announce(harness, 2, 2);
            awaitServing(harness, 2);
            state = harness.snapshot();
        }
        source.promote(5);

        try (OperatorHarness<Prediction> harness = start(source, "5", state)) {
            announce(harness, 3, 30);
            harness.element(0, event(10), 10);
            harness.finish();

            assertThat(harness.values().get(0).model().version()).isEqualTo(5);
        }
        assertThat(source.loads()).containsExactly(1, 2, 5);
    }

    @Test
    void stateOfAnotherModelIsNotServed() throws Exception {
        OperatorSubtaskState state;
        try (OperatorHarness<Prediction> harness = start(null)) {
            state = harness.snapshot();
        }
        InferSettings other = InferSetups.settings(InferSetups.batching(Order.UNORDERED, 4, 16), source);
        InferSettings renamed = new InferSettings(
                new ModelConfig(
                        "renamed",
                        "champion",
                        other.model().task(),
                        "y",
                        other.model().targetTransform()),
                source,
                other.batching(),
                other.device(),
                null);
        source.promote(6);

        try (OperatorHarness<Prediction> harness =
                OperatorHarness.opened(InferSetups.operator(renamed), Place.ONLY, state)) {
            assertThat(operator(harness).versions().serving()).isEqualTo(new ModelAnnouncement("renamed", 6, 6));
        }
    }

    @Test
    void aFeedThatBreaksDownFailsTheTask() throws Exception {
        try (OperatorHarness<Prediction> harness = start(null)) {
            feed.breakDown(new IllegalStateException("not authorised"));

            assertThatThrownBy(harness::runMails)
                    .hasMessage("announcements of models cannot be followed any more:"
                            + " cause=java.lang.IllegalStateException: not authorised");
        }
    }

    @Test
    void twoHundredSwitchesUnderLoadLoseNothingAndMixNothing() throws Exception {
        try (OperatorHarness<Prediction> harness = start(null)) {
            int events = 0;
            for (int version = 2; version <= 201; version++) {
                for (int i = 0; i < 5; i++) {
                    harness.element(0, event(events), events++);
                }
                announce(harness, version % 50 + 1, version);
                harness.runMail();
            }
            harness.finish();

            List<Prediction> predictions = harness.values();
            assertThat(predictions).hasSize(events);
            assertThat(predictions)
                    .allSatisfy(prediction -> assertThat(prediction.outputs()[0])
                            .isEqualTo(EnrichedEvents.offset(prediction)
                                    + prediction.model().version()));
        }
    }

    private OperatorHarness<Prediction> start(@Nullable OperatorSubtaskState state) throws Exception {
        return start(source, "champion", state);
    }

    private OperatorHarness<Prediction> start(FakeSource from, String serve, @Nullable OperatorSubtaskState state)
            throws Exception {
        InferSettings alias = InferSetups.settings(InferSetups.batching(Order.UNORDERED, 4, 16), from);
        InferSettings settings =
                new InferSettings(InferSetups.model(serve), from, alias.batching(), alias.device(), null);
        return OperatorHarness.opened(InferSetups.operator(settings, feed), Place.ONLY, state);
    }

    private void announce(OperatorHarness<Prediction> harness, int version, long epoch) throws Exception {
        feed.tell(new ModelAnnouncement("fake", version, epoch));
        harness.runMails();
    }

    private static void awaitServing(OperatorHarness<Prediction> harness, int version) throws Exception {
        while (operator(harness).versions().serving().version() != version) {
            harness.awaitMail();
        }
    }

    private static void awaitNothingLoads(OperatorHarness<Prediction> harness) throws Exception {
        while (operator(harness).versions().awaited() != null) {
            harness.awaitMail();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
