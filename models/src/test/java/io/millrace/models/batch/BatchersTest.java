package io.millrace.models.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.batch.Batcher.Surroundings;
import io.millrace.models.batch.Batchers.Share;
import io.millrace.models.batch.Batchers.Start;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.FakeModels;
import io.millrace.models.infer.FakeScorer;
import io.millrace.models.time.Ticker;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class BatchersTest {
    private final Batchers batchers = new Batchers();

    @Test
    void sharesOnAGpuOnly() {
        assertThat(Placement.of(ComputeDevice.CPU, "job")).isEqualTo(Placement.own());
        assertThat(Placement.of(ComputeDevice.gpu(1), "job")).isEqualTo(Placement.shared("job on gpu:1"));
    }

    @Test
    void everySubtaskHasItsOwnOnACpu() {
        Placement placement = Placement.of(ComputeDevice.CPU, "job");
        try (Share<Integer> first = batchers.open(placement, start(1, new FakeScorer()));
                Share<Integer> second = batchers.open(placement, start(1, new FakeScorer()))) {
            assertThat(first.batcher()).isNotSameAs(second.batcher());
            assertThat(batchers.size()).isZero();
        }
    }

    @Test
    void subtasksFillOneBatchOnAGpu() throws InterruptedException {
        Placement placement = Placement.of(ComputeDevice.gpu(0), "job");
        RecordingListener<Integer> firstListener = new RecordingListener<>();
        RecordingListener<Integer> secondListener = new RecordingListener<>();
        FakeScorer unused = new FakeScorer();
        try (Share<Integer> first = batchers.open(placement, start(1, new FakeScorer()));
                Share<Integer> second = batchers.open(placement, start(1, unused))) {
            assertThat(second.batcher()).isSameAs(first.batcher());
            assertThat(unused.isClosed()).isTrue();
            Lane<Integer> firstLane = first.batcher().lane(firstListener);
            Lane<Integer> secondLane = second.batcher().lane(secondListener);
            firstLane.offer(Values.ofNumbers(1), 1);
            secondLane.offer(Values.ofNumbers(2), 2);
            firstLane.offer(Values.ofNumbers(3), 3);
            secondLane.flush();

            FinishedBatch<Integer> ofFirst = firstListener.next();
            FinishedBatch<Integer> ofSecond = secondListener.next();
            assertThat(ofFirst.batchRows()).isEqualTo(3);
            assertThat(ofFirst.tags()).containsExactly(1, 3);
            assertThat(ofFirst.outputs()).containsExactly(1, 3);
            assertThat(ofSecond.tags()).containsExactly(2);
            assertThat(ofSecond.outputs()).containsExactly(2);
        }
        assertThat(batchers.size()).isZero();
    }

    @Test
    void theLastShareClosesTheBatcher() {
        FakeScorer scorer = new FakeScorer();
        Share<Integer> first = batchers.open(Placement.shared("x"), start(1, scorer));
        Share<Integer> second = batchers.open(Placement.shared("x"), start(1, new FakeScorer()));
        first.close();
        first.close();

        assertThat(scorer.isClosed()).isFalse();
        second.close();
        assertThat(scorer.isClosed()).isTrue();
    }

    @Test
    void aLaterSubtaskBringsANewerVersion() {
        try (Share<Integer> first = batchers.open(Placement.shared("x"), start(1, new FakeScorer()));
                Share<Integer> second = batchers.open(Placement.shared("x"), start(3, new FakeScorer()));
                Share<Integer> third = batchers.open(Placement.shared("x"), start(2, new FakeScorer()))) {
            assertThat(first.batcher().version().version()).isEqualTo(3);
            assertThat(third.batcher()).isSameAs(second.batcher());
        }
    }

    @Test
    void replacesABatcherThatFailed() throws InterruptedException {
        RecordingListener<Integer> listener = new RecordingListener<>();
        FakeScorer broken = new FakeScorer(inputs -> {
            throw new OutOfMemoryError("fake");
        });
        try (Share<Integer> first = batchers.open(Placement.shared("x"), start(1, broken))) {
            Lane<Integer> lane = first.batcher().lane(listener);
            lane.offer(Values.ofNumbers(1), 1);
            lane.flush();
            assertThat(listener.awaitFault()).hasMessage("fake");
            try (Share<Integer> second = batchers.open(Placement.shared("x"), start(1, new FakeScorer()))) {
                assertThat(second.batcher()).isNotSameAs(first.batcher());
                assertThat(second.batcher().failed()).isFalse();
            }
        }
    }

    private static Start start(int version, FakeScorer scorer) {
        return new Start(
                BatcherTest.settings(Duration.ofHours(1)),
                FakeModels.lease(version, scorer),
                version,
                new Surroundings(Ticker.system(), BatchMetrics.NONE));
    }
}
