package io.millrace.operators.infer;

import static io.millrace.operators.infer.BatchInferOperatorTest.open;
import static io.millrace.operators.infer.BatchInferOperatorTest.rejections;
import static io.millrace.operators.infer.EnrichedEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.config.BatchingConfig;
import io.millrace.config.BatchingConfig.Order;
import io.millrace.models.infer.FakeScorer;
import io.millrace.models.infer.ScoringException;
import io.millrace.operators.infer.InferSetups.FakeSource;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.verify.NothingLeft;
import io.millrace.operators.verify.OperatorHarness;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One batch of 32 rows, some of which the model cannot score. The inputs are 1 to 32; the warm-up sees zeros only. */
@ExtendWith({NothingLeft.class, io.millrace.models.batch.NothingLeft.class})
class BadRowsTest {
    private static final int ROWS = 32;

    private final AtomicInteger calls = new AtomicInteger();

    @ParameterizedTest
    @EnumSource
    void onePoisonedRowAtAnyPositionLeavesAlone(Order order) throws Exception {
        for (int poison = 1; poison <= ROWS; poison++) {
            try (OperatorHarness<Prediction> harness = score(order, throwing(Set.of(poison)))) {
                assertThat(harness.values())
                        .as("poison=%d", poison)
                        .hasSize(ROWS - 1)
                        .allSatisfy(prediction ->
                                assertThat(prediction.outputs()).containsExactly(EnrichedEvents.offset(prediction)));
                assertThat(rejections(harness))
                        .extracting(EnrichedEvents::offset, Rejection::reason, Rejection::stage, Rejection::detail)
                        .containsExactly(tuple(poison, Reason.MODEL_FAILED, Rejection.Stage.INFER, "poison"));
                assertThat(calls.get() - 1).as("extra calls, poison=%d", poison).isLessThanOrEqualTo(11);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void severalPoisonedRowsLeaveAlone(int count) throws Exception {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Set<Integer> poison = new HashSet<>();
            while (poison.size() < count) {
                poison.add(1 + random.nextInt(ROWS));
            }
            try (OperatorHarness<Prediction> harness = score(Order.UNORDERED, throwing(poison))) {
                assertThat(harness.values()).as("seed=%d", seed).hasSize(ROWS - count);
                assertThat(rejections(harness))
                        .as("seed=%d", seed)
                        .extracting(EnrichedEvents::offset)
                        .containsExactlyInAnyOrderElementsOf(poison);
                assertThat(calls.get() - 1).as("extra calls, seed=%d", seed).isLessThanOrEqualTo(11 * count);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void numbersThatAreNoneNeverLeaveAsPredictions(float value) throws Exception {
        FakeScorer.Behaviour behaviour = inputs -> {
            float[] outputs = inputs.clone();
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = inputs[i] == 5 ? value : inputs[i];
            }
            return outputs;
        };
        try (OperatorHarness<Prediction> harness = score(Order.UNORDERED, behaviour)) {
            assertThat(harness.values()).hasSize(ROWS - 1);
            assertThat(rejections(harness)).singleElement().satisfies(rejection -> {
                assertThat(EnrichedEvents.offset(rejection)).isEqualTo(5);
                assertThat(rejection.reason()).isEqualTo(Reason.OUTPUT_NOT_FINITE);
                assertThat(rejection.detail()).isEqualTo("model returned no finite number: output=0, value=" + value);
            });
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void anotherNumberOfOutputsNeverBecomesAPrediction() throws Exception {
        FakeScorer.Behaviour behaviour = inputs -> inputs[0] == 0 ? inputs : Arrays.copyOf(inputs, inputs.length - 1);
        try (OperatorHarness<Prediction> harness = score(Order.UNORDERED, behaviour)) {
            assertThat(harness.values()).isEmpty();
            assertThat(rejections(harness)).hasSize(ROWS).allSatisfy(rejection -> {
                assertThat(rejection.reason()).isEqualTo(Reason.MODEL_FAILED);
                assertThat(rejection.detail())
                        .isEqualTo("model returned another number of outputs: count=0, expected=1, rows=1");
            });
        }
    }

    @Test
    void anotherShapeForSomeRowsCostsOnlyThem() throws Exception {
        FakeScorer.Behaviour behaviour = inputs -> {
            for (float each : inputs) {
                if (each == 9) {
                    throw new ScoringException("model returned another shape than declared");
                }
            }
            return inputs;
        };
        try (OperatorHarness<Prediction> harness = score(Order.ORDERED, behaviour)) {
            assertThat(harness.values())
                    .extracting(EnrichedEvents::offset)
                    .isSorted()
                    .hasSize(ROWS - 1);
            assertThat(rejections(harness)).singleElement().satisfies(rejection -> assertThat(rejection.detail())
                    .isEqualTo("model returned another shape than declared"));
        }
    }

    private static FakeScorer.Behaviour throwing(Set<Integer> poison) {
        return inputs -> {
            for (float each : inputs) {
                if (poison.contains((int) each)) {
                    throw new ScoringException("poison");
                }
            }
            return inputs;
        };
    }

    private OperatorHarness<Prediction> score(Order order, FakeScorer.Behaviour behaviour) throws Exception {
        FakeSource source = FakeSource.of(inputs -> {
            calls.incrementAndGet();
            return behaviour.score(inputs);
        });
        BatchingConfig batching =
                new BatchingConfig(ROWS, InferSetups.LONG, InferSetups.LONG, order, 1, 4 * ROWS, InferSetups.LONG);
        OperatorHarness<Prediction> harness = open(InferSetups.settings(batching, source));
        calls.set(0);
        for (int row = 1; row <= ROWS; row++) {
            harness.element(0, event(row), row);
        }
        harness.finish();
        return harness;
    }
}
