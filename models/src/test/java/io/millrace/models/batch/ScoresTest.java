package io.millrace.models.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.batch.RowFailure.Kind;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.FakeModels;
import io.millrace.models.infer.FakeScorer;
import io.millrace.models.infer.ScoringException;
import io.millrace.models.time.ManualTicker;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NothingLeft.class)
class ScoresTest {
    private static final int ROWS = 32;
    private static final int MOST_EXTRA_CALLS = 11;

    @Test
    void oneCallScoresAGoodBatch() {
        FakeScorer scorer = new FakeScorer();
        score(scorer, ROWS, scores -> {
            assertThat(scores.outputs()).hasSize(ROWS).startsWith(0, 1, 2);
            assertThat(scores.failures()).hasSize(ROWS).containsOnlyNulls();
            assertThat(scores.extraCalls()).isZero();
        });
        assertThat(scorer.calls()).isEqualTo(1);
    }

    @Test
    void onePoisonRowAtAnyPlaceFailsAlone() {
        for (int poison = 0; poison < ROWS; poison++) {
            assertOnlyPoisonFails(Set.of(poison));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void severalPoisonRowsFailAlone(int count) {
        long seed = 1000L + count;
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            Set<Integer> poisons = new TreeSet<>();
            while (poisons.size() < count) {
                poisons.add(random.nextInt(ROWS));
            }
            assertOnlyPoisonFails(poisons);
        }
    }

    @Test
    void aRuntimeExceptionIsAFailureOfTheBatchToo() {
        FakeScorer scorer = new FakeScorer(inputs -> {
            if (contains(inputs, 5)) {
                throw new IllegalStateException();
            }
            return inputs;
        });
        score(scorer, 8, scores -> {
            assertThat(scores.failures()[5])
                    .isEqualTo(new RowFailure(Kind.MODEL_FAILED, "java.lang.IllegalStateException"));
            assertThat(Arrays.stream(scores.failures()).filter(Objects::nonNull))
                    .hasSize(1);
        });
    }

    @Test
    void anErrorIsNoFailureOfTheBatch() {
        FakeScorer scorer = new FakeScorer(inputs -> {
            throw new OutOfMemoryError("fake");
        });
        assertThatThrownBy(() -> score(scorer, 8, scores -> {}))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("fake");
        assertThat(scorer.calls()).isEqualTo(1);
    }

    @Test
    void aNumberThatIsNotFiniteFailsItsRow() {
        FakeScorer scorer = new FakeScorer(inputs -> {
            inputs[2] = Float.NaN;
            inputs[5] = Float.NEGATIVE_INFINITY;
            return inputs;
        });
        score(scorer, 8, scores -> {
            assertThat(scores.failures()[2])
                    .isEqualTo(new RowFailure(Kind.NOT_FINITE, "model returned no finite number: output=0, value=NaN"));
            assertThat(scores.failures()[5])
                    .isEqualTo(new RowFailure(
                            Kind.NOT_FINITE, "model returned no finite number: output=0, value=-Infinity"));
            assertThat(Arrays.stream(scores.failures()).filter(Objects::nonNull))
                    .hasSize(2);
            assertThat(scores.extraCalls()).isZero();
        });
    }

    @Test
    void anotherNumberOfOutputsIsNeverTaken() {
        for (int difference : new int[] {-1, 1}) {
            FakeScorer scorer = new FakeScorer(inputs -> Arrays.copyOf(inputs, inputs.length + difference));
            score(scorer, 4, scores -> {
                for (RowFailure failure : scores.failures()) {
                    assertThat(failure)
                            .isEqualTo(new RowFailure(
                                    Kind.MODEL_FAILED,
                                    "model returned another number of outputs: count=" + (1 + difference)
                                            + ", expected=1, rows=1"));
                }
            });
            assertThat(scorer.calls()).isEqualTo(7);
        }
    }

    @Test
    void aFailureThatPassesCostsNoRow() {
        int[] calls = {0};
        FakeScorer scorer = new FakeScorer(inputs -> {
            if (calls[0]++ == 0) {
                throw new ScoringException("once");
            }
            return inputs;
        });
        score(scorer, ROWS, scores -> {
            assertThat(scores.failures()).containsOnlyNulls();
            assertThat(scores.outputs()).hasSize(ROWS).endsWith(30, 31);
            assertThat(scores.extraCalls()).isEqualTo(2);
        });
    }

    @Test
    void theSearchEndsWhenNobodyWaits() {
        try (TestBatch batch = new TestBatch(
                new FakeScorer(inputs -> {
                    throw new ScoringException("always");
                }),
                ROWS)) {
            batch.batch.settle();

            assertThat(Scores.of(batch.batch).extraCalls()).isZero();
        }
    }

    private static void assertOnlyPoisonFails(Set<Integer> poisons) {
        FakeScorer scorer = new FakeScorer(inputs -> {
            for (float input : inputs) {
                if (poisons.contains((int) input)) {
                    throw new ScoringException("poison=" + (int) input);
                }
            }
            return inputs;
        });
        score(scorer, ROWS, scores -> {
            for (int row = 0; row < ROWS; row++) {
                if (poisons.contains(row)) {
                    assertThat(scores.failures()[row]).isEqualTo(new RowFailure(Kind.MODEL_FAILED, "poison=" + row));
                } else {
                    assertThat(scores.failures()[row])
                            .as("row %s of %s", row, poisons)
                            .isNull();
                    assertThat(scores.outputs()[row]).isEqualTo(row);
                }
            }
            assertThat(scores.extraCalls())
                    .as("poisons=%s", poisons)
                    .isLessThanOrEqualTo(MOST_EXTRA_CALLS * poisons.size());
        });
    }

    private static boolean contains(float[] inputs, float wanted) {
        for (float input : inputs) {
            if (input == wanted) {
                return true;
            }
        }
        return false;
    }

    private static void score(FakeScorer scorer, int rows, Consumer<Scores> check) {
        try (TestBatch batch = new TestBatch(scorer, rows)) {
            check.accept(Scores.of(batch.batch));
        }
    }

    /** A full batch whose rows are their own index. */
    private static final class TestBatch implements AutoCloseable {
        private final BatchQueue<Integer> queue;
        private final Batch<Integer> batch;

        TestBatch(FakeScorer scorer, int rows) {
            Duration time = Duration.ofHours(1);
            Batcher.Settings settings = new Batcher.Settings("fake", rows, time, time, 1, time);
            Serving serving = new Serving(FakeModels.lease(scorer), 1, settings);
            queue = new BatchQueue<>(new Linger(0), serving, new ManualTicker());
            LaneState<Integer> lane = new LaneState<>(queue, new RecordingListener<>());
            for (int row = 0; row < rows; row++) {
                lane.offer(Values.ofNumbers(row), row);
            }
            batch = Objects.requireNonNull(queue.take());
        }

        @Override
        public void close() {
            queue.release(batch);
            queue.stop();
        }
    }
}
