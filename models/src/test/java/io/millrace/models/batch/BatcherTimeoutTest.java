package io.millrace.models.batch;

import static io.millrace.models.batch.BatcherTest.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.batch.Batcher.Settings;
import io.millrace.models.batch.RowFailure.Kind;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.FakeModels;
import io.millrace.models.infer.FakeScorer;
import io.millrace.models.time.ManualTicker;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Models that are slow or never return. The first input of a batch says what the model does with it. */
@ExtendWith(NothingLeft.class)
class BatcherTimeoutTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration TIMEOUT = Duration.ofMillis(5);
    private static final Settings SETTINGS = new Settings("fake", 8, LONG, LONG, 1, TIMEOUT);
    private static final RowFailure TIMED_OUT =
            new RowFailure(Kind.TIMEOUT, "model did not answer: timeout=PT0.005S, rows=2");
    private static final Duration RACE = Duration.ofMillis(2);
    private static final String ALL_MEMORY = "model calls that do not answer hold all memory: version=fake@1, stuck=2,"
            + " stuck of candidates=1, timeout=PT0.005S; look for an endless loop in the models or raise batching.timeout";
    private static final int STUCK = 1000;
    private static final int SLOW = 2000;

    private final ManualTicker ticker = new ManualTicker();
    private final RecordingListener<Integer> listener = new RecordingListener<>();
    private final Semaphore entered = new Semaphore(0);
    private final Semaphore gate = new Semaphore(0);
    private final FakeScorer scorer = new FakeScorer(this::hangIfStuck);

    @Test
    void aSlowModelWithinTheTimeoutIsWaitedFor() throws InterruptedException {
        try (Batcher<Integer> batcher = BatcherTest.batcher(SETTINGS, scorer, ticker)) {
            Lane<Integer> lane = batcher.lane(listener);
            batch(lane, SLOW);
            entered.acquire();
            ticker.advance(TIMEOUT.minusNanos(1));
            gate.release();

            FinishedBatch<Integer> batch = listener.next();
            assertThat(batch.failures()).containsOnlyNulls();
            assertThat(batch.modelNanos()).isEqualTo(TIMEOUT.minusNanos(1).toNanos());
        }
    }

    @Test
    void aModelThatDoesNotAnswerIsGivenUpAndTheNextBatchIsScored() throws InterruptedException {
        try (Batcher<Integer> batcher = BatcherTest.batcher(SETTINGS, scorer, ticker)) {
            Lane<Integer> lane = batcher.lane(listener);
            batch(lane, STUCK);
            entered.acquire();
            batch(lane, 0);
            ticker.advance(TIMEOUT);

            FinishedBatch<Integer> given = listener.next();
            assertThat(given.tags()).containsExactly(STUCK, STUCK + 1);
            assertThat(given.failures()).containsExactly(TIMED_OUT, TIMED_OUT);
            FinishedBatch<Integer> next = listener.next();
            assertThat(next.tags()).containsExactly(0, 1);
            assertThat(next.failures()).containsOnlyNulls();
            assertThat(batcher.stuckWorkers()).isEqualTo(1);
            gate.release();
        }
    }

    @Test
    void aLateResultCountsForNothingAndGivesItsMemoryBack() throws InterruptedException {
        try (Batcher<Integer> batcher = BatcherTest.batcher(SETTINGS, scorer, ticker)) {
            Lane<Integer> lane = batcher.lane(listener);
            batch(lane, STUCK);
            entered.acquire();
            ticker.advance(TIMEOUT);
            assertThat(listener.next().failures()).containsOnly(TIMED_OUT);
            gate.release();
            awaitNoneStuck(batcher);

            offer(lane, 0, 8);
            offer(lane, 8, 16);
            assertThat(listener.outcomes(16)).hasSize(16).allSatisfy((tag, outcome) -> assertThat(outcome.failure())
                    .isNull());
            assertThat(listener.isQuiet()).isTrue();
        }
    }

    @Test
    void theMemoryAndTheModelOfAStuckCallAreKeptUntilItReturns() throws InterruptedException {
        FakeScorer next = new FakeScorer();
        Batcher<Integer> batcher = BatcherTest.batcher(SETTINGS, scorer, ticker);
        try (batcher) {
            Lane<Integer> lane = batcher.lane(listener);
            batch(lane, STUCK);
            entered.acquire();
            ticker.advance(TIMEOUT);
            assertThat(listener.next().failures()).containsOnly(TIMED_OUT);
            batcher.switchTo(FakeModels.lease(2, next), 2);
            batch(lane, 0);
            assertThat(listener.next().model().version()).isEqualTo(2);
            assertThat(scorer.isClosed()).isFalse();

            gate.release();
            awaitNoneStuck(batcher);
        }
        assertThat(scorer.isClosed()).isTrue();
        assertThat(next.isClosed()).isTrue();
    }

    @Test
    void threeStuckCallsAreAFault() throws InterruptedException {
        RecordingListener<Integer> other = new RecordingListener<>();
        try (Batcher<Integer> batcher = BatcherTest.batcher(SETTINGS, scorer, ticker)) {
            Lane<Integer> lane = batcher.lane(listener);
            batcher.lane(other);
            for (int call = 0; call < 3; call++) {
                batch(lane, STUCK + 2 * call);
                entered.acquire();
                ticker.advance(TIMEOUT);
                assertThat(listener.next().failures()).containsOnly(TIMED_OUT);
            }

            String message = "model does not answer: stuck threads=3, max=2, timeout=PT0.005S;"
                    + " look for an endless loop in the model or raise batching.timeout";
            assertThat(listener.awaitFault()).hasMessage(message);
            assertThat(other.awaitFault()).hasMessage(message);
            assertThat(batcher.failed()).isTrue();
            gate.release(3);
        }
    }

    @Test
    void aStuckCandidateAndStuckCallsThatHoldAllMemoryAreAFault() throws InterruptedException {
        try (Batcher<Integer> batcher = BatcherTest.batcher(SETTINGS, scorer, ticker)) {
            batcher.challenge(FakeModels.lease(2, hanging()), 1);
            Lane<Integer> lane = batcher.lane(listener);
            hang(lane, 0);
            assertThat(listener.next().failures()).containsOnlyNulls();
            hang(lane, STUCK);
            assertThat(listener.next().failures()).containsOnly(TIMED_OUT);
            assertThat(batcher.failed()).isFalse();
            hang(lane, STUCK);
            assertThat(listener.next().failures()).containsOnly(TIMED_OUT);

            assertThat(listener.awaitFault()).hasMessage(ALL_MEMORY);
            gate.release(3);
        }
    }

    @Test
    void theCandidateMayBeTheOneThatTakesTheLastMemory() throws InterruptedException {
        try (Batcher<Integer> batcher = BatcherTest.batcher(SETTINGS, scorer, ticker)) {
            batcher.challenge(FakeModels.lease(2, hanging()), 1);
            Lane<Integer> lane = batcher.lane(listener);
            for (int call = 0; call < 2; call++) {
                hang(lane, STUCK);
                assertThat(listener.next().failures()).containsOnly(TIMED_OUT);
            }
            assertThat(batcher.failed()).isFalse();
            hang(lane, 0);
            assertThat(listener.next().failures()).containsOnlyNulls();

            assertThat(listener.awaitFault()).hasMessage(ALL_MEMORY);
            gate.release(3);
        }
    }

    @Test
    void callsThatAreStuckInTheVersionBeforeHoldNoMemoryOfTheNext() throws InterruptedException {
        try (Batcher<Integer> batcher = BatcherTest.batcher(SETTINGS, scorer, ticker)) {
            Lane<Integer> lane = batcher.lane(listener);
            hang(lane, STUCK);
            assertThat(listener.next().failures()).containsOnly(TIMED_OUT);

            FakeScorer next = new FakeScorer(this::hangIfStuck);
            batcher.switchTo(FakeModels.lease(2, next), 2);
            batcher.challenge(FakeModels.lease(3, hanging()), 2);
            hang(lane, 0);
            assertThat(listener.next().failures()).containsOnlyNulls();
            hang(lane, STUCK);
            assertThat(listener.next().failures()).containsOnly(TIMED_OUT);
            assertThat(batcher.stuckWorkers()).isEqualTo(2);

            batch(lane, 0);
            assertThat(listener.next().failures()).containsOnlyNulls();
            assertThat(batcher.failed()).isFalse();
            gate.release(3);
        }
    }

    @Test
    void theTimeoutCoversTheSearchForAPoisonRow() throws InterruptedException {
        FakeScorer poisoned = new FakeScorer(inputs -> {
            ticker.advance(Duration.ofMillis(2));
            entered.release();
            gate.acquireUninterruptibly();
            throw new IllegalStateException("always");
        });
        try (Batcher<Integer> batcher = BatcherTest.batcher(SETTINGS, poisoned, ticker)) {
            Lane<Integer> lane = batcher.lane(listener);
            offer(lane, 0, 8);
            for (int call = 0; call < 3; call++) {
                entered.acquire();
                if (call < 2) {
                    gate.release();
                }
            }
            Map<Integer, RecordingListener.Outcome> outcomes = listener.outcomes(8);
            assertThat(outcomes).allSatisfy((tag, outcome) -> assertThat(outcome.failure())
                    .isEqualTo(new RowFailure(Kind.TIMEOUT, "model did not answer: timeout=PT0.005S, rows=8")));
            gate.release(100);
            awaitNoneStuck(batcher);
            assertThat(poisoned.calls()).isEqualTo(3);
        }
    }

    @Test
    void noRowIsLostOrReportedTwiceWhenResultsRaceWithTheTimeout() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        FakeScorer racing = new FakeScorer(inputs -> {
            if (calls.incrementAndGet() % 2 == 0) {
                ticker.advance(RACE);
                for (int spin = 0; spin < 10_000; spin++) {
                    Thread.onSpinWait();
                }
            }
            return inputs;
        });
        // With this target batches keep no pace, which would wait for a clock that stands still.
        Settings settings = new Settings("fake", 8, Duration.ZERO, Duration.ofNanos(100_000), 1, RACE);
        int rows = 20_000;
        Set<Integer> reported = new HashSet<>();
        try (Batcher<Integer> batcher = BatcherTest.batcher(settings, racing, ticker)) {
            Lane<Integer> lane = batcher.lane(listener);
            for (int row = 0; row < rows && !batcher.failed(); row++) {
                while (!lane.offer(Values.ofNumbers(row), row) && !batcher.failed()) {
                    listener.poll().ifPresent(batch -> check(batch, reported));
                }
            }
            while (reported.size() < rows && !batcher.failed()) {
                listener.poll().ifPresent(batch -> check(batch, reported));
            }
        }
    }

    private float[] hangIfStuck(float[] inputs) {
        return inputs[0] >= STUCK ? hang(inputs) : inputs;
    }

    private float[] hang(float[] inputs) {
        entered.release();
        gate.acquireUninterruptibly();
        return inputs;
    }

    private FakeScorer hanging() {
        return new FakeScorer(this::hang);
    }

    /** Offers a batch on which a call hangs, and lets the time pass in which it should have answered. */
    private void hang(Lane<Integer> lane, int first) throws InterruptedException {
        batch(lane, first);
        entered.acquire();
        ticker.advance(TIMEOUT);
    }

    private static void check(FinishedBatch<Integer> batch, Set<Integer> reported) {
        for (int row = 0; row < batch.tags().size(); row++) {
            int tag = batch.tags().get(row);
            assertThat(reported.add(tag)).as("row %s is reported once", tag).isTrue();
            assertThat(batch.failures()[row] != null || batch.outputs()[row] == tag)
                    .isTrue();
        }
    }

    private static void batch(Lane<Integer> lane, int first) {
        offer(lane, first, first + 2);
        lane.flush();
    }

    private static void awaitNoneStuck(Batcher<?> batcher) {
        while (batcher.stuckWorkers() > 0) {
            Thread.onSpinWait();
        }
    }
}
