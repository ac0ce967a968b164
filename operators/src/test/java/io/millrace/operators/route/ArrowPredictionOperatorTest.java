package io.millrace.operators.route;

import static io.millrace.operators.verify.Step.active;
import static io.millrace.operators.verify.Step.element;
import static io.millrace.operators.verify.Step.idle;
import static io.millrace.operators.verify.Step.watermark;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.ModelConfig.Task;
import io.millrace.models.tensor.ScoredReader;
import io.millrace.models.tensor.TensorMemory;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.SideOutputs;
import io.millrace.operators.verify.NothingLeft;
import io.millrace.operators.verify.OperatorUnderTest;
import io.millrace.operators.verify.OperatorVerifier;
import io.millrace.operators.verify.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
@SuppressWarnings("try") // closing a harness may throw anything
class ArrowPredictionOperatorTest {
    private static final RouteSettings SETTINGS = Predictions.settings(Task.BINARY);

    @Test
    void holdsInEveryMode() {
        List<Step> steps = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            Prediction prediction = of(i % 7 == 0 ? 2 : 1, Predictions.prediction(i, 0.9f));
            steps.add(element(prediction, i).gives(prediction.id()));
            if (i % 5 == 0) {
                steps.add(watermark(i - 2));
            }
            if (i == 8) {
                steps.add(idle());
                steps.add(active());
            }
        }
        OperatorVerifier.of(
                        OperatorUnderTest.of(RecordTypes.OUTBOUND, () -> new ArrowPredictionOperatorFactory(SETTINGS))
                                .input(RecordTypes.PREDICTION))
                .bundled(ArrowPredictionOperatorTest::ids)
                .settledWhen(operator -> ((ArrowPredictionOperator) operator).isEmpty())
                .anyTimestamp()
                .ordered()
                .given(steps)
                .verify();
    }

    @Test
    void whatOneMailBringsLeavesTogetherWithItsReviews() throws Exception {
        RouteSettings reviewed = Predictions.reviewed(SETTINGS, 0.7, 0);
        try (var harness = harness(reviewed)) {
            for (int i = 0; i < 3; i++) {
                harness.processElement(Predictions.prediction(i, i == 1 ? 0.6f : 0.9f), i);
            }
            assertThat(harness.extractOutputValues()).isEmpty();
            harness.getTaskMailbox()
                    .tryTake(org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox.MIN_PRIORITY)
                    .orElseThrow()
                    .run();
            assertThat(harness.extractOutputValues()).hasSize(1);
            Outbound record = harness.extractOutputValues().get(0);
            assertThat(record.key()).isNull();
            assertThat(PredictionEncoderTest.headers(record))
                    .contains("ce_id=listings-3-0", "millrace_rows=3", "application/vnd.apache.arrow.stream");
            assertThat(harness.getSideOutput(SideOutputs.REVIEWS))
                    .extracting(review -> review.getValue().prediction().id())
                    .containsExactly("listings-3-1");
            Map<String, @Nullable Object> row = rows(record).get(1);
            assertThat(row)
                    .containsEntry("prediction_id", "listings-3-1")
                    .containsEntry("output", 0.6f)
                    .containsEntry("confidence", 0.6f)
                    .containsEntry("review", "LOW_CONFIDENCE");
            assertThat(rows(record).get(0)).containsEntry("review", null);
        }
    }

    @Test
    void rowsOfARecordAreOfOneModel() throws Exception {
        try (var harness = harness(SETTINGS)) {
            harness.processElement(of(1, Predictions.prediction(1, 0.5f)), 0);
            harness.processElement(of(1, Predictions.prediction(2, 0.5f)), 0);
            harness.processElement(of(2, Predictions.prediction(3, 0.5f)), 0);
            harness.endInput();
            assertThat(harness.extractOutputValues())
                    .extracting(ArrowPredictionOperatorTest::ids)
                    .containsExactly(List.of("listings-3-1", "listings-3-2"), List.of("listings-3-3"));
        }
    }

    @Test
    void rowsOfChampionAndCanaryAlternateAndLeaveInOneRecordEach() throws Exception {
        try (var harness = harness(SETTINGS)) {
            for (int i = 0; i < 6; i++) {
                harness.processElement(in(i % 2 == 0 ? "champion" : "canary", Predictions.prediction(i, 0.5f)), 0);
            }
            harness.endInput();
            assertThat(harness.extractOutputValues())
                    .extracting(ArrowPredictionOperatorTest::ids)
                    .containsExactly(
                            List.of("listings-3-0", "listings-3-2", "listings-3-4"),
                            List.of("listings-3-1", "listings-3-3", "listings-3-5"));
        }
    }

    @Test
    void aFullBufferLeavesAtOnce() throws Exception {
        try (var harness = harness(SETTINGS)) {
            for (int i = 0; i <= PredictionBuffer.MAX_ROWS; i++) {
                harness.processElement(Predictions.prediction(i, 0.5f), 0);
            }
            assertThat(harness.extractOutputValues()).hasSize(1);
            assertThat(ids(harness.extractOutputValues().get(0))).hasSize(PredictionBuffer.MAX_ROWS);
            harness.endInput();
            assertThat(harness.extractOutputValues()).hasSize(2);
        }
    }

    @Test
    void repeatsInputsWhereAskedTo() throws Exception {
        try (var harness = harness(Predictions.withInputs(SETTINGS))) {
            harness.processElement(Predictions.prediction(1, 0.5f), 0);
            harness.endInput();
            assertThat(rows(harness.extractOutputValues().get(0)).get(0).keySet())
                    .filteredOn(name -> name.startsWith("inputs."))
                    .hasSize(SETTINGS.row().size());
        }
    }

    @Test
    void whatFitsIntoNoRecordBecomesADeadLetterAlone() throws Exception {
        Prediction wide =
                Predictions.prediction(Predictions.event(1, new float[] {0.5f, -1}, "9".repeat(1_100_000)), 0.5f);
        try (var harness = harness(SETTINGS)) {
            harness.processElement(Predictions.prediction(0, 0.5f), 0);
            harness.processElement(wide, 0);
            harness.processElement(Predictions.prediction(2, 0.5f), 0);
            harness.endInput();
            assertThat(harness.extractOutputValues()).hasSize(2);
            Rejection rejection =
                    harness.getSideOutput(SideOutputs.REJECTED).element().getValue();
            assertThat(rejection.reason()).isEqualTo(Reason.TOO_LARGE);
            assertThat(rejection.raw().position()).hasToString("listings-3-1");
        }
    }

    private static OneInputStreamOperatorTestHarness<Prediction, Outbound> harness(RouteSettings settings)
            throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<>(
                new ArrowPredictionOperatorFactory(settings),
                RecordTypes.PREDICTION.createSerializer(
                        new org.apache.flink.api.common.serialization.SerializerConfigImpl()));
        harness.open();
        return harness;
    }

    private static Prediction of(int version, Prediction prediction) {
        ModelStamp model = prediction.model();
        return prediction.by(
                new ModelStamp(model.name(), version, model.artefact(), model.variant(), model.propensity()),
                prediction.outputs(),
                prediction.modelMicros());
    }

    private static Prediction in(String variant, Prediction prediction) {
        ModelStamp model = prediction.model();
        return prediction.by(
                new ModelStamp(model.name(), model.version(), model.artefact(), variant, 0.5),
                prediction.outputs(),
                prediction.modelMicros());
    }

    private static List<Object> ids(Outbound record) {
        List<Object> ids = new ArrayList<>();
        rows(record).forEach(row -> ids.add(Objects.requireNonNull(row.get("prediction_id"))));
        return ids;
    }

    private static List<Map<String, @Nullable Object>> rows(Outbound record) {
        try (TensorMemory memory = new TensorMemory(64 << 20)) {
            return new ScoredReader(memory).rows(Objects.requireNonNull(record.value()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
