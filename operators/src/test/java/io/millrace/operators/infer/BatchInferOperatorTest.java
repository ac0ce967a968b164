package io.millrace.operators.infer;

import static io.millrace.operators.infer.EnrichedEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.BatchingConfig;
import io.millrace.config.BatchingConfig.Order;
import io.millrace.models.infer.ScoringException;
import io.millrace.operators.infer.InferSetups.FakeSource;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.SideOutputs;
import io.millrace.operators.verify.Emission;
import io.millrace.operators.verify.NothingLeft;
import io.millrace.operators.verify.OperatorHarness;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator over the real batcher, with a model whose output is its input. */
@ExtendWith({NothingLeft.class, io.millrace.models.batch.NothingLeft.class})
class BatchInferOperatorTest {

    @Test
    void predictionCarriesEventModelAndTimes() throws Exception {
        try (OperatorHarness<Prediction> harness = echo(Order.UNORDERED, 8)) {
            harness.element(0, event(7), 70);
            harness.finish();

            assertThat(harness.values()).singleElement().satisfies(prediction -> {
                assertThat(prediction.id()).isEqualTo("events-0-7");
                assertThat(prediction.outputs()).containsExactly(7);
                assertThat(prediction.model().name()).isEqualTo("fake");
                assertThat(prediction.model().version()).isEqualTo(1);
                assertThat(prediction.model().artefact()).isEqualTo("hash1");
                assertThat(prediction.model().variant()).isEqualTo("champion");
                assertThat(prediction.model().propensity()).isEqualTo(1.0);
                assertThat(prediction.batchRows()).isOne();
                assertThat(prediction.queueMicros()).isNotNegative();
                assertThat(prediction.modelMicros()).isNotNegative();
            });
            assertThat(harness.emissions())
                    .singleElement()
                    .isInstanceOfSatisfying(Emission.Value.class, value -> assertThat(value.timestamp())
                            .isEqualTo(70));
        }
    }

    @Test
    void waitsForRoomAndForgetsNothing() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        FakeSource source = FakeSource.of(inputs -> {
            if (inputs[0] > 0) {
                await(go);
            }
            return inputs;
        });
        BatchingConfig batching = InferSetups.batching(Order.UNORDERED, 2, 5);
        try (OperatorHarness<Prediction> harness = open(InferSetups.settings(batching, source))) {
            for (int i = 1; i <= 5; i++) {
                harness.element(0, event(i), i);
            }
            assertThat(operator(harness).inFlight()).isEqualTo(5);

            harness.post(() -> {
                assertThat(operator(harness).inFlight()).isEqualTo(6);
                go.countDown();
            });
            harness.element(0, event(6), 6);
            assertThat(operator(harness).inFlight()).isLessThanOrEqualTo(5);
            harness.finish();

            assertThat(harness.values()).extracting(EnrichedEvents::offset).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 150})
    void orderedPredictionsLeaveInOrderOfTheirEvents(int maxSize) throws Exception {
        try (OperatorHarness<Prediction> harness = echo(Order.ORDERED, maxSize)) {
            for (int i = 0; i < 200; i++) {
                harness.element(0, event(i), i);
            }
            harness.finish();

            assertThat(harness.values())
                    .extracting(EnrichedEvents::offset)
                    .isSorted()
                    .hasSize(200);
            assertThat(harness.values()).allSatisfy(prediction -> assertThat(prediction.outputs())
                    .containsExactly(EnrichedEvents.offset(prediction)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesUpAModelThatNeverReturns(Order order) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        FakeSource source = FakeSource.of(inputs -> {
            if (inputs[0] == 7) {
                await(never);
            }
            return inputs;
        });
        BatchingConfig batching =
                new BatchingConfig(1, Duration.ZERO, InferSetups.LONG, order, 1, 10, Duration.ofMillis(50));
        try (OperatorHarness<Prediction> harness = open(InferSetups.settings(batching, source))) {
            harness.element(0, event(7), 7);
            harness.element(0, event(8), 8);
            harness.finish();

            assertThat(harness.values()).extracting(EnrichedEvents::offset).containsExactly(8);
            assertThat(rejections(harness)).singleElement().satisfies(rejection -> {
                assertThat(rejection.reason()).isEqualTo(Reason.TIMEOUT);
                assertThat(rejection.stage()).isEqualTo(Rejection.Stage.INFER);
                assertThat(rejection.detail()).isEqualTo("model did not answer: timeout=PT0.05S, rows=1");
                assertThat(EnrichedEvents.offset(rejection)).isEqualTo(7);
            });
        } finally {
            never.countDown();
        }
    }

    @Test
    void faultOfTheEngineFailsTheTask() throws Exception {
        FakeSource source = FakeSource.of(inputs -> {
            if (inputs[0] == 13) {
                throw new LinkageError("native library is gone");
            }
            return inputs;
        });
        try (OperatorHarness<Prediction> harness =
                open(InferSetups.settings(InferSetups.batching(Order.UNORDERED, 1, 10), source))) {
            harness.element(0, event(13), 13);

            assertThatThrownBy(() -> runForEver(harness))
                    .hasStackTraceContaining(
                            "model cannot run any more: cause=java.lang.LinkageError: native library" + " is gone");
            assertThat(harness.values()).isEmpty();
            assertThat(rejections(harness)).isEmpty();
        }
    }

    @Test
    void eventThatCannotBeEncodedIsADeadLetter() throws Exception {
        try (OperatorHarness<Prediction> harness = echo(Order.ORDERED, 8)) {
            harness.element(0, event(1), 1);
            harness.element(0, event(2, new double[0]), 2);
            harness.element(0, event(3), 3);
            harness.finish();

            assertThat(harness.values()).extracting(EnrichedEvents::offset).containsExactly(1, 3);
            assertThat(rejections(harness)).singleElement().satisfies(rejection -> {
                assertThat(rejection.reason()).isEqualTo(Reason.MODEL_FAILED);
                assertThat(rejection.detail()).startsWith("row cannot be encoded: Index 0 out of bounds");
            });
        }
    }

    @Test
    void forwardsLatencyMarkersAtOnce() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        FakeSource source = FakeSource.of(inputs -> {
            if (inputs[0] == 1) {
                await(go);
            }
            return inputs;
        });
        try (OperatorHarness<Prediction> harness =
                open(InferSetups.settings(InferSetups.batching(Order.ORDERED, 1, 10), source))) {
            LatencyMarker marker = new LatencyMarker(1, new OperatorID(), 0);
            harness.element(0, event(1), 1);
            harness.latencyMarker(marker);

            assertThat(harness.emissions()).containsExactly(new Emission.Latency(marker));
            go.countDown();
            harness.finish();
        }
    }

    @Test
    void closesWhileRowsAreUnderWay() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        FakeSource source = FakeSource.of(inputs -> {
            if (inputs[0] > 0) {
                await(never);
            }
            return inputs;
        });
        try (OperatorHarness<Prediction> harness =
                open(InferSetups.settings(InferSetups.batching(Order.UNORDERED, 2, 10), source))) {
            for (int i = 1; i <= 5; i++) {
                harness.element(0, event(i), i);
            }
        }
    }

    @Test
    void failsToOpenWithoutAModelAndLeavesNothing() {
        FakeSource source = FakeSource.of(inputs -> inputs);
        source.promote(100);

        assertThatThrownBy(() -> open(InferSetups.settings(InferSetups.batching(Order.UNORDERED, 2, 10), source)))
                .hasMessage("golden row is not reproduced: version=100");
    }

    @Test
    void incompleteBatchLeavesWhenTheInputEnds() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        FakeSource source = FakeSource.of(inputs -> {
            calls.incrementAndGet();
            return inputs;
        });
        BatchingConfig batching =
                new BatchingConfig(4, InferSetups.LONG, InferSetups.LONG, Order.UNORDERED, 1, 16, InferSetups.LONG);
        try (OperatorHarness<Prediction> harness = open(InferSetups.settings(batching, source))) {
            calls.set(0);
            for (int i = 0; i < 7; i++) {
                harness.element(0, event(i), i);
            }
            harness.finish();

            assertThat(calls).hasValue(2);
            assertThat(harness.values()).extracting(Prediction::batchRows).containsExactly(4, 4, 4, 4, 3, 3, 3);
        }
    }

    @Test
    void nothingLeavesAfterTheSavepointWithWhichTheJobStops() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        FakeSource source = FakeSource.of(inputs -> {
            if (inputs[0] > 0) {
                await(go);
            }
            return inputs;
        });
        InferSettings settings = InferSetups.settings(InferSetups.batching(Order.UNORDERED, 2, 4), source);
        OperatorSubtaskState state;
        try (OperatorHarness<Prediction> harness = open(settings)) {
            for (int i = 1; i <= 4; i++) {
                harness.element(0, event(i), i);
            }
            state = harness.suspend();
            go.countDown();
            harness.awaitMail();
            harness.awaitMail();
            assertThat(harness.values()).isEmpty();

            harness.abort();
            harness.finish();
            assertThat(harness.values()).hasSize(4);
        }
        try (OperatorHarness<Prediction> harness =
                OperatorHarness.opened(InferSetups.operator(settings), OperatorHarness.Place.ONLY, state)) {
            harness.finish();
            assertThat(harness.values()).hasSize(4);
        }
    }

    private static void runForEver(OperatorHarness<Prediction> harness) throws Exception {
        while (true) {
            harness.awaitMail();
        }
    }

    static BatchInferOperator operator(OperatorHarness<Prediction> harness) {
        return (BatchInferOperator) harness.operator();
    }

    static OperatorHarness<Prediction> echo(Order order, int maxSize) throws Exception {
        BatchingConfig batching = InferSetups.batching(order, maxSize, 4 * maxSize);
        return open(InferSetups.settings(batching, FakeSource.of(inputs -> inputs)));
    }

    static OperatorHarness<Prediction> open(InferSettings settings) throws Exception {
        return OperatorHarness.opened(InferSetups.operator(settings));
    }

    static List<Rejection> rejections(OperatorHarness<Prediction> harness) {
        return harness.valuesOf(SideOutputs.REJECTED.getId());
    }

    static void await(CountDownLatch latch) throws ScoringException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new ScoringException("interrupted", e);
        }
    }
}
