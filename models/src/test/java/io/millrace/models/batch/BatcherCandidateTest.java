package io.millrace.models.batch;

import static io.millrace.models.batch.BatcherTest.offer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.batch.Batcher.Settings;
import io.millrace.models.batch.RowFailure.Kind;
import io.millrace.models.feature.FakeEncoder;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.RowEncoder;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.FakeModels;
import io.millrace.models.infer.FakeScorer;
import io.millrace.models.infer.ModelLease;
import io.millrace.models.infer.Scorer;
import io.millrace.models.infer.ScoringException;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.infer.VersionId;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorSpec;
import io.millrace.models.time.ManualTicker;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A version that scores every batch a second time. */
@ExtendWith(NothingLeft.class)
class BatcherCandidateTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration BUDGET = Duration.ofMillis(5);
    private static final int ROWS = 8;
    private static final int STUCK = 1000;

    private final RecordingListener<Integer> listener = new RecordingListener<>();
    private final ManualTicker ticker = new ManualTicker();
    private final FakeScorer champion = new FakeScorer();
    private final FakeScorer doubling = new FakeScorer(inputs -> {
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] *= 2;
        }
        return inputs;
    });

    @Test
    void bothVersionsScoreTheSameRows() throws InterruptedException {
        try (Batcher<Integer> batcher = batcher(LONG)) {
            assertThat(batcher.challenge(candidate(doubling), 1)).isTrue();
            offer(batcher.lane(listener), 0, ROWS);

            FinishedBatch<Integer> batch = listener.next();
            assertThat(batch.model()).hasToString("fake@1");
            assertThat(batch.outputs()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
            CandidateScores second = second(batch);
            assertThat(second.model()).hasToString("fake@2");
            assertThat(second.outputs()).containsExactly(0, 2, 4, 6, 8, 10, 12, 14);
            assertThat(second.failures()).containsOnlyNulls();
        }
        assertThat(doubling.isClosed()).isTrue();
    }

    @Test
    void aCandidateThatEncodesInAnotherWayReadsMemoryOfItsOwn() throws InterruptedException {
        FakeScorer plain = new FakeScorer();
        try (Batcher<Integer> batcher = batcher(LONG)) {
            batcher.challenge(candidate(plain, new ShiftedEncoder()), 1);
            offer(batcher.lane(listener), 0, ROWS);
            FinishedBatch<Integer> batch = listener.next();

            assertThat(batch.outputs()).startsWith(0, 1, 2);
            assertThat(second(batch).outputs()).startsWith(100, 101, 102);
        }
    }

    @Test
    void aRowThatTheCandidateCannotEncodeFailsInItAlone() throws InterruptedException {
        try (Batcher<Integer> batcher = batcher(LONG)) {
            batcher.challenge(candidate(new FakeScorer(), new ShiftedEncoder()), 1);
            offer(batcher.lane(listener), 10, 10 + ROWS);
            FinishedBatch<Integer> batch = listener.next();

            assertThat(batch.failures()).containsOnlyNulls();
            assertThat(second(batch).failures()[ShiftedEncoder.POISON - 10])
                    .isEqualTo(new RowFailure(
                            Kind.MODEL_FAILED,
                            "row cannot be encoded: cause=java.lang.IllegalArgumentException: poison"));
            assertThat(second(batch).failures()[0]).isNull();
        }
    }

    @Test
    void aCandidateThatFailsOnARowFailsOnThatRowAlone() throws InterruptedException {
        FakeScorer poisoned = new FakeScorer(inputs -> {
            for (float each : inputs) {
                if (each == 3) {
                    throw new ScoringException("poison");
                }
            }
            inputs[0] = inputs[0] == 0 ? Float.NaN : inputs[0];
            return inputs;
        });
        try (Batcher<Integer> batcher = batcher(LONG)) {
            batcher.challenge(candidate(poisoned), 1);
            offer(batcher.lane(listener), 0, ROWS);
            FinishedBatch<Integer> batch = listener.next();

            assertThat(batch.failures()).containsOnlyNulls();
            CandidateScores second = second(batch);
            assertThat(second.failures()[0])
                    .isEqualTo(new RowFailure(Kind.NOT_FINITE, "model returned no finite number: output=0, value=NaN"));
            assertThat(second.failures()[3]).isEqualTo(new RowFailure(Kind.MODEL_FAILED, "poison"));
            for (int row : new int[] {1, 2, 4, 5, 6, 7}) {
                assertThat(second.failures()[row]).isNull();
                assertThat(second.outputs()[row]).isEqualTo(row);
            }
        }
    }

    @Test
    void aCandidateThatAlwaysFailsIsNotAskedForEachRow() throws InterruptedException {
        FakeScorer broken = new FakeScorer(inputs -> {
            throw new ScoringException("broken");
        });
        try (Batcher<Integer> batcher = batcher(LONG)) {
            batcher.challenge(candidate(broken), 1);
            offer(batcher.lane(listener), 0, ROWS);
            FinishedBatch<Integer> batch = listener.next();

            assertThat(batch.failures()).containsOnlyNulls();
            assertThat(second(batch).failures()).containsOnly(new RowFailure(Kind.MODEL_FAILED, "broken"));
            assertThat(broken.calls()).isEqualTo(7);
        }
    }

    @Test
    void anErrorOfTheCandidateIsNoFaultOfTheEngine() throws InterruptedException {
        FakeScorer faulty = new FakeScorer(inputs -> {
            throw new LinkageError("fake");
        });
        try (Batcher<Integer> batcher = batcher(LONG)) {
            batcher.challenge(candidate(faulty), 1);
            Lane<Integer> lane = batcher.lane(listener);
            offer(lane, 0, ROWS);
            offer(lane, ROWS, 2 * ROWS);

            for (FinishedBatch<Integer> batch : listener.rows(2 * ROWS)) {
                assertThat(batch.failures()).containsOnlyNulls();
                assertThat(second(batch).failures())
                        .containsOnly(new RowFailure(
                                Kind.MODEL_FAILED, "candidate failed: cause=java.lang.LinkageError: fake"));
            }
            assertThat(batcher.failed()).isFalse();
        }
    }

    @Test
    void aCandidateThatHangsCostsNoRowAndIsNotCalledAgainUntilItReturns() throws InterruptedException {
        Semaphore entered = new Semaphore(0);
        Semaphore gate = new Semaphore(0);
        FakeScorer hanging = new FakeScorer(inputs -> {
            if (inputs[0] >= STUCK) {
                entered.release();
                gate.acquireUninterruptibly();
            }
            return inputs;
        });
        RowFailure timedOut = new RowFailure(Kind.TIMEOUT, "candidate did not answer: budget=PT0.005S");
        try (Batcher<Integer> batcher = batcher(BUDGET)) {
            batcher.challenge(candidate(hanging), 1);
            Lane<Integer> lane = batcher.lane(listener);
            offer(lane, STUCK, STUCK + ROWS);
            entered.acquire();
            ticker.advance(BUDGET);

            FinishedBatch<Integer> given = listener.next();
            assertThat(given.failures()).containsOnlyNulls();
            assertThat(given.outputs()).startsWith(STUCK);
            assertThat(second(given).failures()).containsOnly(timedOut);
            for (int round = 0; round < 5; round++) {
                offer(lane, 0, ROWS);
                FinishedBatch<Integer> next = listener.next();
                assertThat(next.failures()).containsOnlyNulls();
                assertThat(second(next).failures()).containsOnly(timedOut);
            }
            assertThat(hanging.calls()).isOne();
            assertThat(batcher.stuckWorkers()).isZero();

            gate.release();
            while (hanging.calls() == 1) {
                offer(lane, 0, ROWS);
                listener.next();
            }
            offer(lane, 0, ROWS);
            assertThat(second(listener.next()).failures()).containsOnlyNulls();
        }
        assertThat(hanging.isClosed()).isTrue();
    }

    @Test
    void anotherCandidateTakesOverAndTheOneBeforeIsClosedAfterItsLastBatch() throws InterruptedException {
        FakeScorer next = new FakeScorer();
        try (Batcher<Integer> batcher = batcher(LONG)) {
            batcher.challenge(candidate(doubling), 5);
            Lane<Integer> lane = batcher.lane(listener);
            offer(lane, 0, 1);
            assertThat(batcher.challenge(ModelLease.sole(FakeModels.version(3, next), FakeModels.FAST), 6))
                    .isTrue();
            offer(lane, 1, ROWS);
            assertThat(second(listener.next()).model()).hasToString("fake@2");
            offer(lane, 0, ROWS);
            assertThat(second(listener.next()).model()).hasToString("fake@3");
            assertThat(doubling.isClosed()).isTrue();

            batcher.endChallenge(7);
            offer(lane, 0, ROWS);
            assertThat(listener.next().candidate()).isNull();
        }
        assertThat(next.isClosed()).isTrue();
    }

    @Test
    void whoeverSaysTheSameOrSomethingOlderChangesNothing() throws InterruptedException {
        FakeScorer same = new FakeScorer();
        FakeScorer older = new FakeScorer();
        try (Batcher<Integer> batcher = batcher(LONG)) {
            batcher.challenge(candidate(doubling), 6);
            assertThat(batcher.challenge(candidate(same), 6)).isFalse();
            assertThat(batcher.challenge(candidate(older), 5)).isFalse();
            batcher.endChallenge(6);
            offer(batcher.lane(listener), 0, ROWS);

            assertThat(second(listener.next()).outputs()).endsWith(14);
            assertThat(same.isClosed()).isTrue();
            assertThat(older.isClosed()).isTrue();
        }
    }

    @Test
    void aCandidateFollowsTheEndOfTheOneBeforeWithinAnEpoch() {
        try (Batcher<Integer> batcher = batcher(LONG)) {
            batcher.challenge(candidate(doubling), 5);
            batcher.endChallenge(6);

            assertThat(batcher.challenge(candidate(new FakeScorer()), 6)).isTrue();
        }
    }

    @Test
    void anotherChampionHasNoCandidateUntilOneIsNamed() throws InterruptedException {
        FakeScorer next = new FakeScorer();
        try (Batcher<Integer> batcher = batcher(LONG)) {
            batcher.challenge(candidate(doubling), 1);
            assertThat(batcher.switchTo(FakeModels.lease(3, next), 7)).isTrue();
            assertThat(doubling.isClosed()).isTrue();
            Lane<Integer> lane = batcher.lane(listener);
            offer(lane, 0, ROWS);
            assertThat(listener.next().candidate()).isNull();

            FakeScorer late = new FakeScorer();
            assertThat(batcher.challenge(candidate(late), 6)).isFalse();
            assertThat(late.isClosed()).isTrue();
            assertThat(batcher.challenge(candidate(new FakeScorer()), 7)).isTrue();
        }
    }

    @Test
    void everyLaneGetsTheScoresOfItsOwnRows() throws InterruptedException {
        RecordingListener<Integer> other = new RecordingListener<>();
        try (Batcher<Integer> batcher = batcher(LONG)) {
            batcher.challenge(candidate(doubling), 1);
            Lane<Integer> left = batcher.lane(listener);
            Lane<Integer> right = batcher.lane(other);
            for (int i = 0; i < ROWS; i++) {
                (i % 2 == 0 ? left : right).offer(Values.ofNumbers(i), i);
            }

            assertThat(second(listener.next()).outputs()).containsExactly(0, 4, 8, 12);
            assertThat(second(other.next()).outputs()).containsExactly(2, 6, 10, 14);
        }
    }

    @Test
    void aCandidateWithOtherOutputsIsRefused() {
        Scorer wide = new WideScorer(doubling);
        try (Batcher<Integer> batcher = batcher(LONG)) {
            ServedModel model = new ServedModel(new VersionId("fake", 2, "hash2"), new FakeEncoder(), wide);
            assertThatThrownBy(() -> batcher.challenge(ModelLease.sole(model, FakeModels.FAST), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("candidate has another number of outputs than the champion: candidate=fake@2,"
                            + " outputs=2, champion=fake@1, outputs=1");
        }
        assertThat(doubling.isClosed()).isTrue();
    }

    private Batcher<Integer> batcher(Duration timeout) {
        return BatcherTest.batcher(new Settings("fake", ROWS, LONG, LONG, 1, timeout), champion, ticker);
    }

    private static ModelLease candidate(FakeScorer scorer) {
        return FakeModels.lease(2, scorer);
    }

    private static ModelLease candidate(FakeScorer scorer, RowEncoder encoder) {
        return ModelLease.sole(new ServedModel(new VersionId("fake", 2, "hash2"), encoder, scorer), FakeModels.FAST);
    }

    private static CandidateScores second(FinishedBatch<Integer> batch) {
        return Objects.requireNonNull(batch.candidate());
    }

    /** Adds 100, and cannot take one number. */
    private static final class ShiftedEncoder implements RowEncoder {
        static final int POISON = 13;

        @Override
        public List<TensorSpec> inputs() {
            return FakeScorer.INPUTS;
        }

        @Override
        public void encode(Row row, BatchMemory memory, int index) {
            if (row.number(0) == POISON) {
                throw new IllegalArgumentException("poison");
            }
            memory.putFloat(0, index, 0, (float) row.number(0) + 100);
        }
    }

    private record WideScorer(FakeScorer scorer) implements Scorer {

        @Override
        public List<TensorSpec> inputs() {
            return scorer.inputs();
        }

        @Override
        public int outputWidth() {
            return 2;
        }

        @Override
        public float[] score(BatchMemory batch, int from, int rows) throws ScoringException {
            return scorer.score(batch, from, 2 * rows);
        }

        @Override
        public void close() {
            scorer.close();
        }
    }
}
