package io.millrace.models.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.batch.BatchMetrics.Report;
import io.millrace.models.batch.Batcher.Settings;
import io.millrace.models.batch.Batcher.Surroundings;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.FakeModels;
import io.millrace.models.infer.FakeScorer;
import io.millrace.models.time.ManualTicker;
import io.millrace.models.time.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class BatcherTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final RecordingListener<Integer> listener = new RecordingListener<>();
    private final Semaphore started = new Semaphore(0);
    private final Semaphore gate = new Semaphore(0);
    private final FakeScorer gated = new FakeScorer(inputs -> {
        started.release();
        try {
            gate.acquire();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return inputs;
    });

    @Test
    void scoresARowAtOnceWhenAWorkerIsIdle() throws InterruptedException {
        try (Batcher<Integer> batcher = batcher(settings(Duration.ZERO), new FakeScorer())) {
            Lane<Integer> lane = batcher.lane(listener);

            assertThat(lane.offer(Values.ofNumbers(2.5), 7)).isTrue();

            FinishedBatch<Integer> batch = listener.next();
            assertThat(batch.tags()).containsExactly(7);
            assertThat(batch.outputs()).containsExactly(2.5f);
            assertThat(batch.width()).isEqualTo(1);
            assertThat(batch.failures()).containsOnlyNulls();
            assertThat(batch.model()).hasToString("fake@1");
            assertThat(batch.closed()).isEqualTo(CloseReason.IDLE_WORKER);
            assertThat(batch.batchRows()).isEqualTo(1);
        }
    }

    @Test
    void leavesWhenFull() throws InterruptedException {
        try (Batcher<Integer> batcher = batcher(settings(LONG), new FakeScorer())) {
            offer(batcher.lane(listener), 0, 8);

            FinishedBatch<Integer> batch = listener.next();
            assertThat(batch.closed()).isEqualTo(CloseReason.FULL);
            assertThat(batch.tags()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
            assertThat(batch.outputs()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        }
    }

    @Test
    void leavesWhenFlushed() throws InterruptedException {
        try (Batcher<Integer> batcher = batcher(settings(LONG), new FakeScorer())) {
            Lane<Integer> lane = batcher.lane(listener);
            offer(lane, 0, 1);
            lane.flush();

            assertThat(listener.next().closed()).isEqualTo(CloseReason.DRAIN);
        }
    }

    @Test
    void leavesWhenItsOldestRowIsDue() throws InterruptedException {
        ManualTicker ticker = new ManualTicker();
        try (Batcher<Integer> batcher = batcher(settings(Duration.ofMillis(2)), new FakeScorer(), ticker)) {
            offer(batcher.lane(listener), 0, 3);
            ticker.advance(Duration.ofMillis(2));

            FinishedBatch<Integer> batch = listener.next();
            assertThat(batch.closed()).isEqualTo(CloseReason.DEADLINE);
            assertThat(batch.tags()).containsExactly(0, 1, 2);
            assertThat(batch.queueNanos()).containsOnly(2_000_000);
        }
    }

    @Test
    void closeWaitsForTheLastInstructionOfEveryThread() {
        Set<Thread> before = NothingLeft.inferenceThreads();
        Settings manyWorkers = new Settings("fake", 8, Duration.ZERO, LONG, 8, LONG);
        for (int round = 0; round < 300; round++) {
            batcher(manyWorkers, new FakeScorer()).close();
            assertThat(NothingLeft.inferenceThreads()).as("round " + round).isEqualTo(before);
        }
    }

    @Test
    void noWorkerIsIdleWhileARowWaits() throws InterruptedException {
        Settings twoWorkers = new Settings("fake", 8, Duration.ZERO, LONG, 2, LONG);
        try (Batcher<Integer> batcher = batcher(twoWorkers, gated)) {
            Lane<Integer> lane = batcher.lane(listener);
            offer(lane, 0, 1);
            started.acquire();
            offer(lane, 1, 2);
            started.acquire();
            offer(lane, 2, 7);
            assertThat(batcher.waitingRows()).isEqualTo(5);

            gate.release();
            started.acquire();
            assertThat(batcher.waitingRows()).isZero();
            gate.release(2);
            assertThat(listener.rows(7)).extracting(FinishedBatch::batchRows).containsExactlyInAnyOrder(1, 1, 5);
        }
    }

    @Test
    void refusesWhenAllMemoryIsInUseAndSaysWhenThereIsRoom() throws InterruptedException {
        try (Batcher<Integer> batcher = batcher(settings(LONG), gated)) {
            Lane<Integer> lane = batcher.lane(listener);
            offer(lane, 0, 24);
            assertThat(lane.offer(Values.ofNumbers(24), 24)).isFalse();
            gate.release(100);
            listener.awaitRoom();

            offer(lane, 24, 25);
            lane.flush();
            assertThat(listener.outcomes(25)).hasSize(25);
        }
    }

    @Test
    void everyLaneGetsItsOwnRows() throws InterruptedException {
        RecordingListener<Integer> other = new RecordingListener<>();
        FakeScorer scorer = new FakeScorer(inputs -> {
            inputs[1] = Float.NaN;
            return inputs;
        });
        try (Batcher<Integer> batcher = batcher(settings(LONG), scorer)) {
            Lane<Integer> first = batcher.lane(listener);
            Lane<Integer> second = batcher.lane(other);
            offer(first, 0, 1);
            offer(second, 1, 2);
            offer(second, 2, 3);
            offer(first, 3, 4);
            first.flush();

            FinishedBatch<Integer> ofFirst = listener.next();
            assertThat(ofFirst.tags()).containsExactly(0, 3);
            assertThat(ofFirst.outputs()).containsExactly(0, 3);
            assertThat(ofFirst.failures()).containsOnlyNulls();
            FinishedBatch<Integer> ofSecond = other.next();
            assertThat(ofSecond.tags()).containsExactly(1, 2);
            assertThat(ofSecond.failures()[0]).isNotNull();
            assertThat(ofSecond.failures()[1]).isNull();
            assertThat(ofSecond.queueNanos()).hasSize(2);
            assertThat(ofSecond.batchRows()).isEqualTo(4);
        }
    }

    @Test
    void aClosedLaneHearsNothingMore() throws InterruptedException {
        RecordingListener<Integer> other = new RecordingListener<>();
        try (Batcher<Integer> batcher = batcher(settings(LONG), gated)) {
            Lane<Integer> first = batcher.lane(listener);
            Lane<Integer> second = batcher.lane(other);
            offer(first, 0, 1);
            offer(second, 1, 2);
            second.flush();
            started.acquire();
            first.close();
            gate.release();

            assertThat(other.next().tags()).containsExactly(1);
            assertThat(listener.isQuiet()).isTrue();
        }
    }

    @Test
    void closingDropsWhatWaits() throws InterruptedException {
        try (Batcher<Integer> batcher = batcher(settings(LONG), gated)) {
            offer(batcher.lane(listener), 0, 20);
            started.acquire();
        }
        assertThat(listener.isQuiet()).isTrue();
        assertThat(gated.calls()).isEqualTo(1);
        assertThat(gated.isClosed()).isTrue();
    }

    @Test
    void closingFreesTheMemoryAlsoWhenTheCallerIsInterrupted() throws InterruptedException {
        Batcher<Integer> batcher = batcher(settings(Duration.ZERO), gated);
        offer(batcher.lane(listener), 0, 1);
        started.acquire();
        Thread.currentThread().interrupt();
        batcher.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(gated.isClosed()).isTrue();
    }

    @Test
    void anErrorOfTheModelIsAFaultForEveryLane() throws InterruptedException {
        RecordingListener<Integer> other = new RecordingListener<>();
        RecordingListener<Integer> late = new RecordingListener<>();
        FakeScorer broken = new FakeScorer(inputs -> {
            throw new UnsatisfiedLinkError("fake");
        });
        try (Batcher<Integer> batcher = batcher(settings(LONG), broken)) {
            Lane<Integer> lane = batcher.lane(listener);
            Lane<Integer> otherLane = batcher.lane(other);
            offer(lane, 0, 1);
            lane.flush();

            assertThat(listener.awaitFault()).isInstanceOf(UnsatisfiedLinkError.class);
            assertThat(other.awaitFault()).hasMessage("fake");
            assertThat(batcher.failed()).isTrue();
            assertThat(otherLane.offer(Values.ofNumbers(1), 1)).isFalse();
            batcher.lane(late);
            assertThat(late.awaitFault()).hasMessage("fake");
        }
        assertThat(broken.isClosed()).isTrue();
    }

    @Test
    void aListenerThatThrowsIsAFault() throws InterruptedException {
        LaneListener<Integer> throwing = new LaneListener<>() {
            @Override
            public void finished(FinishedBatch<Integer> batch) {
                throw new IllegalStateException("mailbox is closed");
            }

            @Override
            public void roomAvailable() {}

            @Override
            public void fault(Throwable cause) {}
        };
        try (Batcher<Integer> batcher = batcher(settings(Duration.ZERO), new FakeScorer())) {
            batcher.lane(listener);
            offer(batcher.lane(throwing), 0, 1);

            assertThat(listener.awaitFault()).hasMessage("mailbox is closed");
        }
    }

    @Test
    void theOldVersionIsClosedAfterItsLastBatch() throws InterruptedException {
        FakeScorer next = new FakeScorer(inputs -> new float[inputs.length]);
        try (Batcher<Integer> batcher = batcher(settings(LONG), gated)) {
            Lane<Integer> lane = batcher.lane(listener);
            offer(lane, 0, 8);
            started.acquire();
            offer(lane, 8, 10);
            assertThat(batcher.switchTo(FakeModels.lease(2, next), 2)).isTrue();
            offer(lane, 10, 12);
            lane.flush();
            assertThat(batcher.version()).hasToString("fake@2");
            assertThat(gated.isClosed()).isFalse();
            gate.release(2);

            assertThat(listener.next().model().version()).isEqualTo(1);
            FinishedBatch<Integer> last = listener.next();
            assertThat(last.closed()).isEqualTo(CloseReason.SWITCH);
            assertThat(last.tags()).containsExactly(8, 9);
            FinishedBatch<Integer> fresh = listener.next();
            assertThat(fresh.model().version()).isEqualTo(2);
            assertThat(fresh.outputs()).containsExactly(0, 0);
            assertThat(gated.isClosed()).isTrue();
        }
    }

    @Test
    void aSwitchThatCameLateClosesItsModel() {
        FakeScorer late = new FakeScorer();
        try (Batcher<Integer> batcher = batcher(settings(LONG), new FakeScorer())) {
            assertThat(batcher.switchTo(FakeModels.lease(2, late), 1)).isFalse();
            assertThat(batcher.version()).hasToString("fake@1");
        }
        assertThat(late.isClosed()).isTrue();
    }

    @Test
    void theCostModelBoundsTheBatch() throws InterruptedException {
        ManualTicker ticker = new ManualTicker();
        FakeScorer slow = new FakeScorer(inputs -> {
            ticker.advance(Duration.ofMillis(10).multipliedBy(inputs.length));
            return inputs;
        });
        Settings settings = new Settings("fake", 8, LONG, Duration.ofMillis(41), 1, LONG);
        try (Batcher<Integer> batcher = batcher(settings, slow, ticker)) {
            Lane<Integer> lane = batcher.lane(listener);
            int rows = 8;
            for (int round = 0; round < 100; round++) {
                offer(lane, 0, 8);
                lane.flush();
                rows = listener.rows(8).get(0).batchRows();
            }

            assertThat(rows).isEqualTo(4);
        }
    }

    @Test
    void reportsEveryBatch() throws InterruptedException {
        BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
        ManualTicker ticker = new ManualTicker();
        FakeScorer scorer = new FakeScorer(inputs -> {
            ticker.advanceNanos(100);
            if (IntStream.range(0, inputs.length).anyMatch(i -> inputs[i] == 2)) {
                throw new IllegalStateException("two");
            }
            return inputs;
        });
        Surroundings surroundings = new Surroundings(ticker, reports::add);
        try (Batcher<Integer> batcher = new Batcher<>(settings(LONG), FakeModels.lease(scorer), 1, surroundings)) {
            Lane<Integer> lane = batcher.lane(listener);
            offer(lane, 0, 4);
            ticker.advanceNanos(7);
            lane.flush();
            assertThat(listener.next().failures()[2]).isNotNull();
            assertThat(reports.take()).isEqualTo(new Report(CloseReason.DRAIN, 4, 8, 7, 500, 4));
        }
    }

    static void offer(Lane<Integer> lane, int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(lane.offer(Values.ofNumbers(i), i)).as("row %s", i).isTrue();
        }
    }

    static Settings settings(Duration maxDelay) {
        return new Settings("fake", 8, maxDelay, LONG, 1, LONG);
    }

    static Batcher<Integer> batcher(Settings settings, FakeScorer scorer) {
        return batcher(settings, scorer, Ticker.system());
    }

    static Batcher<Integer> batcher(Settings settings, FakeScorer scorer, Ticker ticker) {
        return new Batcher<>(settings, FakeModels.lease(scorer), 1, new Surroundings(ticker, BatchMetrics.NONE));
    }
}
