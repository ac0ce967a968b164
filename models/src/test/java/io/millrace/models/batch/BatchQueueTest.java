package io.millrace.models.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.feature.Values;
import io.millrace.models.infer.FakeModels;
import io.millrace.models.infer.FakeScorer;
import io.millrace.models.infer.ModelLease;
import io.millrace.models.infer.ModelProfile;
import io.millrace.models.infer.ModelProfile.Point;
import io.millrace.models.time.ManualTicker;
import io.millrace.models.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class BatchQueueTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration DELAY = Duration.ofMillis(2);
    private static final int MAX = 4;

    private final ReadTicker ticker = new ReadTicker();
    private final FakeScorer scorer = new FakeScorer();
    private final RecordingListener<Integer> listener = new RecordingListener<>();
    private BatchQueue<Integer> queue;
    private LaneState<Integer> lane;

    @BeforeEach
    void start() {
        queue = queue(LONG);
        lane = new LaneState<>(queue, listener);
    }

    @AfterEach
    void stop() {
        queue.stop();
        assertThat(scorer.isClosed()).isTrue();
    }

    @Test
    void acceptsExactlyAsManyRowsAsThereIsMemoryFor() throws Exception {
        for (int row = 0; row < 3 * MAX; row++) {
            assertThat(offer(row)).as("row %s", row).isTrue();
        }
        assertThat(offer(99)).isFalse();
        assertThat(queue.waitingRows()).isEqualTo(3 * MAX);

        queue.release(take());
        listener.awaitRoom();
        for (int row = 0; row < MAX; row++) {
            assertThat(offer(row)).isTrue();
        }
        assertThat(offer(99)).isFalse();
        queue.release(take());
        queue.release(take());
        queue.release(take());
    }

    @Test
    void batchesLeaveInTheOrderInWhichTheyWereFilled() throws Exception {
        for (int row = 0; row < 2 * MAX; row++) {
            offer(row);
        }

        Batch<Integer> first = take();
        Batch<Integer> second = take();
        assertThat(first.tags()).containsExactly(0, 1, 2, 3);
        assertThat(second.tags()).containsExactly(4, 5, 6, 7);
        assertThat(first.closed()).isEqualTo(CloseReason.FULL);
        queue.release(first);
        queue.release(second);
    }

    @Test
    void aClosedBatchWaitsForTheRowThatIsStillBeingWritten() throws Exception {
        offer(0);
        Batch<Integer> reserved = Objects.requireNonNull(queue.reserve(lane, 1));
        queue.flush();
        assertThat(queue.waitingRows()).isZero();
        queue.commit(reserved, 1);

        Batch<Integer> batch = take();
        assertThat(batch.tags()).containsExactly(0, 1);
        assertThat(batch.closed()).isEqualTo(CloseReason.DRAIN);
        queue.release(batch);
    }

    @Test
    void aRowThatCannotBeEncodedLeavesItsNeighboursAlone() throws Exception {
        offer(0);
        assertThatThrownBy(() -> lane.offer(new Values(new double[0], new String[0], new float[0][]), 1))
                .isInstanceOf(ArrayIndexOutOfBoundsException.class);
        offer(2);
        queue.flush();

        Batch<Integer> batch = take();
        assertThat(batch.lanes()).containsExactly(lane, null, lane);
        assertThat(Scores.of(batch).outputs()).hasSize(3).startsWith(0).endsWith(2);
        queue.release(batch);
    }

    @Test
    void flushingAnEmptyQueueDoesNothing() {
        queue.flush();

        assertThat(queue.waitingRows()).isZero();
    }

    @Test
    void anIdleWorkerWaitsForTheDeadlineOfTheOldestRow() throws Exception {
        restart(DELAY);
        offer(0);
        ticker.advance(Duration.ofMillis(1));
        offer(1);
        CompletableFuture<Batch<Integer>> taken = takeLater();
        ticker.awaitReads();
        assertThat(taken).isNotDone();
        ticker.advance(Duration.ofMillis(1));

        Batch<Integer> batch = get(taken);
        assertThat(batch.tags()).containsExactly(0, 1);
        assertThat(batch.closed()).isEqualTo(CloseReason.DEADLINE);
        assertThat(batch.queueNanos(ticker.nanos())).containsExactly(2_000_000, 1_000_000);
        queue.release(batch);
    }

    @Test
    void theDeadlineOfABatchDoesNotCloseTheNextOne() throws Exception {
        restart(DELAY);
        offer(0);
        CompletableFuture<Batch<Integer>> first = takeLater();
        ticker.awaitReads();
        for (int row = 1; row < MAX; row++) {
            offer(row);
        }
        queue.release(get(first));
        ticker.advance(Duration.ofMillis(1));
        offer(MAX);
        CompletableFuture<Batch<Integer>> second = takeLater();
        ticker.advance(Duration.ofMillis(1));
        ticker.awaitReads();

        assertThat(second).isNotDone();
        ticker.advance(Duration.ofMillis(1));
        Batch<Integer> batch = get(second);
        assertThat(batch.tags()).containsExactly(MAX);
        assertThat(batch.closed()).isEqualTo(CloseReason.DEADLINE);
        queue.release(batch);
    }

    @Test
    void anIncompleteBatchFollowsTheOneBeforeItAtThePaceOfTheModel() throws Exception {
        restart(Duration.ZERO, new ModelProfile(List.of(new Point(1, 100_000), new Point(1024, 100_000))));
        offer(0);
        queue.release(take());
        offer(1);
        CompletableFuture<Batch<Integer>> second = takeLater();
        ticker.advance(Duration.ofMillis(1));
        ticker.awaitReads();
        assertThat(second).isNotDone();
        offer(2);
        ticker.advance(Duration.ofNanos(1_010_000));

        Batch<Integer> batch = get(second);
        assertThat(batch.tags()).containsExactly(1, 2);
        assertThat(batch.closed()).isEqualTo(CloseReason.IDLE_WORKER);
        queue.release(batch);
    }

    @Test
    void aFullBatchKeepsNoPace() throws Exception {
        restart(Duration.ZERO, new ModelProfile(List.of(new Point(1, 100_000), new Point(1024, 100_000))));
        offer(0);
        queue.release(take());
        for (int row = 1; row <= MAX; row++) {
            offer(row);
        }

        Batch<Integer> batch = take();
        assertThat(batch.closed()).isEqualTo(CloseReason.FULL);
        queue.release(batch);
    }

    @Test
    void aBatchThatIsOverdueWhenAWorkerComesLeavesAtOnce() throws Exception {
        restart(DELAY);
        offer(0);
        ticker.advance(Duration.ofMillis(5));

        Batch<Integer> batch = take();
        assertThat(batch.closed()).isEqualTo(CloseReason.DEADLINE);
        queue.release(batch);
    }

    @Test
    void aSwitchClosesTheOpenBatchAndKeepsTheOldVersionForIt() throws Exception {
        FakeScorer next = new FakeScorer();
        offer(0);
        assertThat(queue.switchTo(serving(2, 2, next))).isTrue();
        offer(1);
        queue.flush();

        Batch<Integer> old = take();
        Batch<Integer> fresh = take();
        assertThat(old.closed()).isEqualTo(CloseReason.SWITCH);
        assertThat(old.serving().model().id().version()).isEqualTo(1);
        assertThat(fresh.serving().model().id().version()).isEqualTo(2);
        assertThat(scorer.isClosed()).isFalse();
        queue.release(old);
        assertThat(scorer.isClosed()).isTrue();
        assertThat(next.isClosed()).isFalse();
        queue.release(fresh);
        queue.stop();
        assertThat(next.isClosed()).isTrue();
    }

    @Test
    void aSwitchWithoutBatchesGivesTheOldVersionUpAtOnce() {
        FakeScorer next = new FakeScorer();
        queue.switchTo(serving(2, 2, next));

        assertThat(scorer.isClosed()).isTrue();
        assertThat(queue.version().version()).isEqualTo(2);
    }

    @Test
    void aSwitchThatCameLateIsRefused() {
        FakeScorer newer = new FakeScorer();
        FakeScorer late = new FakeScorer();
        queue.switchTo(serving(3, 3, newer));

        assertThat(queue.isNewer(3)).isFalse();
        assertThat(queue.switchTo(serving(2, 2, late))).isFalse();
        assertThat(late.isClosed()).isTrue();
        assertThat(queue.version().version()).isEqualTo(3);
    }

    @Test
    void aSwitchBringsMemoryForThoseWhoWait() throws Exception {
        for (int row = 0; row < 3 * MAX; row++) {
            offer(row);
        }
        assertThat(offer(99)).isFalse();
        queue.switchTo(serving(2, 2, new FakeScorer()));

        listener.awaitRoom();
        assertThat(offer(99)).isTrue();
    }

    @Test
    void aQueueThatStoppedAcceptsNothing() {
        offer(0);
        queue.stop();

        assertThat(offer(1)).isFalse();
        assertThat(queue.take()).isNull();
        assertThat(queue.switchTo(serving(2, 2, new FakeScorer()))).isFalse();
        assertThat(listener.isQuiet()).isTrue();
    }

    @Test
    void memoryIsFreedOnlyWhenTheLastRowIsWritten() {
        Batch<Integer> reserved = Objects.requireNonNull(queue.reserve(lane, 1));
        queue.stop();
        assertThat(scorer.isClosed()).isFalse();
        queue.commit(reserved, 0);

        assertThat(scorer.isClosed()).isTrue();
    }

    @Test
    void stoppingLetsWaitingWorkersGo() throws Exception {
        CompletableFuture<Batch<Integer>> first = takeLater();
        CompletableFuture<Batch<Integer>> second = takeLater();
        queue.stop();

        assertThat(first.get(30, TimeUnit.SECONDS)).isNull();
        assertThat(second.get(30, TimeUnit.SECONDS)).isNull();
    }

    private void restart(Duration maxDelay) {
        restart(maxDelay, FakeModels.FAST);
    }

    private void restart(Duration maxDelay, ModelProfile profile) {
        queue.stop();
        Serving serving = serving(ModelLease.sole(FakeModels.version(1, new FakeScorer()), profile), 1);
        queue = new BatchQueue<>(new Linger(maxDelay.toNanos()), serving, ticker);
        lane = new LaneState<>(queue, listener);
    }

    private BatchQueue<Integer> queue(Duration maxDelay) {
        return new BatchQueue<>(new Linger(maxDelay.toNanos()), serving(1, 1, scorer), ticker);
    }

    private static Serving serving(int version, long epoch, FakeScorer scorer) {
        return serving(FakeModels.lease(version, scorer), epoch);
    }

    private static Serving serving(ModelLease lease, long epoch) {
        return new Serving(lease, epoch, new Batcher.Settings("fake", MAX, LONG, LONG, 1, LONG));
    }

    private boolean offer(int value) {
        return lane.offer(Values.ofNumbers(value), value);
    }

    private Batch<Integer> take() throws Exception {
        return get(takeLater());
    }

    private CompletableFuture<Batch<Integer>> takeLater() {
        BatchQueue<Integer> current = queue;
        CompletableFuture<Batch<Integer>> taken = new CompletableFuture<>();
        Thread thread = new Thread(() -> taken.complete(current.take()));
        thread.setDaemon(true);
        thread.start();
        return taken;
    }

    private static Batch<Integer> get(CompletableFuture<Batch<Integer>> taken) throws Exception {
        return Objects.requireNonNull(taken.get(30, TimeUnit.SECONDS), "the queue was stopped");
    }

    /** A clock that is turned by hand and knows how often it was read. */
    private static final class ReadTicker implements Ticker {
        private static final int READS_OF_SEVERAL_DECISIONS = 6;

        private final ManualTicker time = new ManualTicker();
        private final AtomicInteger reads = new AtomicInteger();

        void advance(Duration by) {
            time.advance(by);
        }

        /** Waits until somebody who waits for a deadline has looked at the clock several times. */
        void awaitReads() {
            int wanted = reads.get() + READS_OF_SEVERAL_DECISIONS;
            while (reads.get() < wanted) {
                Thread.onSpinWait();
            }
        }

        @Override
        public long nanos() {
            reads.incrementAndGet();
            return time.nanos();
        }

        @Override
        public long epochMillis() {
            return time.epochMillis();
        }
    }
}
