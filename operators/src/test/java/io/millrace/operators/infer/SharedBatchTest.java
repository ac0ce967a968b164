package io.millrace.operators.infer;

import static io.millrace.operators.infer.BatchInferOperatorTest.operator;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.BatchingConfig;
import io.millrace.config.BatchingConfig.Order;
import io.millrace.models.batch.Batchers;
import io.millrace.models.batch.Placement;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.SharedModels;
import io.millrace.operators.infer.InferSetups.FakeFeed;
import io.millrace.operators.infer.InferSetups.FakeSource;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.verify.NothingLeft;
import io.millrace.operators.verify.OperatorHarness;
import io.millrace.operators.verify.OperatorHarness.Place;
import io.millrace.operators.verify.OperatorUnderTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two subtasks that fill the batches of one device, as they do on a GPU. */
@ExtendWith({NothingLeft.class, io.millrace.models.batch.NothingLeft.class})
class SharedBatchTest {
    private final FakeSource source = FakeSource.of(inputs -> inputs);
    private final FakeFeed feed = new FakeFeed();
    private final BatchingConfig batching =
            new BatchingConfig(8, InferSetups.LONG, InferSetups.LONG, Order.ORDERED, 1, 32, InferSetups.LONG);

    @AfterEach
    void nothingIsShared() {
        assertThat(SharedModels.process().size()).isZero();
        assertThat(Batchers.process().size()).isZero();
    }

    @Test
    void subtasksFillOneBatchAndGetTheirOwnRows() throws Exception {
        try (OperatorHarness<Prediction> left = start(0);
                OperatorHarness<Prediction> right = start(1)) {
            for (int i = 0; i < 8; i++) {
                (i % 2 == 0 ? left : right).element(0, EnrichedEvents.event(i), i);
            }
            left.finish();
            right.finish();

            assertThat(left.values()).extracting(EnrichedEvents::offset).containsExactly(0, 2, 4, 6);
            assertThat(right.values()).extracting(EnrichedEvents::offset).containsExactly(1, 3, 5, 7);
            List<Prediction> all = new ArrayList<>(left.values());
            all.addAll(right.values());
            assertThat(all).extracting(Prediction::batchRows).containsOnly(8);
        }
    }

    @Test
    void oneCopyOfTheModelServesAll() throws Exception {
        try (OperatorHarness<Prediction> left = start(0);
                OperatorHarness<Prediction> right = start(1)) {
            assertThat(source.loads()).containsExactly(1);
            feed.tell(new ModelAnnouncement("fake", 2, 2));
            awaitSecond(left);
            awaitSecond(right);
            assertThat(source.loads()).containsExactly(1, 2);
        }
    }

    @Test
    void oneCandidateScoresForAllWhoeverHearsOfItFirst() throws Exception {
        try (OperatorHarness<Prediction> left = start(0);
                OperatorHarness<Prediction> right = start(1)) {
            feed.tell(new ModelAnnouncement("fake", 1, 2, 2, 1));
            awaitLoaded(left);
            awaitLoaded(right);
            for (int i = 0; i < 8; i++) {
                (i % 2 == 0 ? left : right).element(0, EnrichedEvents.event(i), i);
            }
            left.finish();
            right.finish();

            assertThat(source.loads()).containsExactly(1, 2);
            List<Prediction> all = new ArrayList<>(left.values());
            all.addAll(right.values());
            assertThat(all)
                    .hasSize(8)
                    .extracting(each -> each.model().version())
                    .containsOnly(2);
        }
    }

    @Test
    void subtaskThatGoesLeavesTheOtherServing() throws Exception {
        try (OperatorHarness<Prediction> left = start(0)) {
            try (OperatorHarness<Prediction> right = start(1)) {
                right.element(0, EnrichedEvents.event(1), 1);
            }
            left.element(0, EnrichedEvents.event(2), 2);
            left.finish();

            assertThat(left.values()).extracting(EnrichedEvents::offset).containsExactly(2);
        }
    }

    private static void awaitLoaded(OperatorHarness<Prediction> subtask) throws Exception {
        while (!operator(subtask).versions().serving().hasCandidate()
                || operator(subtask).loading()) {
            subtask.awaitMail();
        }
    }

    private static void awaitSecond(OperatorHarness<Prediction> subtask) throws Exception {
        while (operator(subtask).versions().serving().version() != 2) {
            subtask.awaitMail();
        }
    }

    private OperatorHarness<Prediction> start(int subtask) throws Exception {
        InferSettings settings = InferSetups.settings(batching, source);
        ProcessHost.Site site = new ProcessHost.Site(ComputeDevice.CPU, Placement.shared("test"));
        OperatorUnderTest<Prediction> operator =
                InferSetups.operator(settings, place -> new ProcessHost(source, batching, site, place), feed);
        return OperatorHarness.opened(operator, new Place(subtask, 2, /* objectReuse= */ true), null);
    }
}
