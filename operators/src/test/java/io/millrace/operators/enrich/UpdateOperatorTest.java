package io.millrace.operators.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.operators.record.FeatureUpdate;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.SideOutputs;
import io.millrace.operators.verify.Emission;
import io.millrace.operators.verify.OperatorHarness;
import io.millrace.operators.verify.OperatorUnderTest;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UpdateOperatorTest {
    private static final Emission LOADED = new Emission.Mark(UpdateOperator.LOADED.getTimestamp());

    @Test
    void saysWhenTheTopicIsRead() throws Exception {
        OperatorSubtaskState state;
        try (OperatorHarness<FeatureUpdate> harness = opened(2, null)) {
            harness.element(0, Streams.record(0, "98001", "{\"median_price\":1}"), 0);
            harness.clock(100);
            assertThat(harness.emissions()).hasSize(1);

            harness.element(0, Streams.record(1, "98001", "{"), 0);
            harness.clock(200);
            assertThat(harness.emissions()).hasSize(3).last().isEqualTo(LOADED);
            assertThat(harness.values()).hasSize(1);
            assertThat(harness.<Rejection>valuesOf(SideOutputs.REJECTED.getId()))
                    .hasSize(1);
            state = harness.snapshot();
        }
        try (OperatorHarness<FeatureUpdate> harness = opened(2, state)) {
            assertThat(harness.emissions()).containsExactly(LOADED);
        }
        try (OperatorHarness<FeatureUpdate> harness = opened(3, state)) {
            assertThat(harness.emissions()).isEmpty();
            harness.element(0, Streams.record(2, "98001", null), 0);
            harness.clock(100);
            assertThat(harness.emissions()).hasSize(2).last().isEqualTo(LOADED);
        }
    }

    @Test
    void passesNoWatermarksOfTheTopicOn() throws Exception {
        try (OperatorHarness<FeatureUpdate> harness = opened(1, null)) {
            harness.watermark(5);
            harness.status(/* idle= */ true);
            assertThat(harness.emissions()).isEmpty();
        }
    }

    @Test
    void doesNotTakeBackPressureForTheEnd() throws Exception {
        long silence = Loading.SILENCE.toMillis();
        try (OperatorHarness<FeatureUpdate> harness = opened(2, null)) {
            harness.clock(2 * silence);
            assertThat(harness.emissions()).as("before the first record").isEmpty();
            harness.element(0, Streams.record(0, "98001", "{\"median_price\":1}"), 0);
            harness.clock(5 * silence);
            assertThat(harness.emissions()).as("before the second record").hasSize(1);
            harness.element(0, Streams.record(1, "98002", "{\"median_price\":2}"), 0);
            harness.clock(5 * silence + 100);
            assertThat(harness.emissions()).hasSize(3).last().isEqualTo(LOADED);
        }
    }

    @Test
    void endsWithMarksOfTransactionsOnly() throws Exception {
        try (OperatorHarness<FeatureUpdate> harness = opened(new EndingTopic(Map.of(0, 2L), Map.of()), null)) {
            assertThat(harness.emissions()).isEmpty();
            harness.clock(Loading.SILENCE.toMillis());
            assertThat(harness.emissions()).containsExactly(LOADED);
        }
    }

    private static OperatorHarness<FeatureUpdate> opened(long end, @Nullable OperatorSubtaskState state)
            throws Exception {
        return opened(EndingTopic.of(Map.of(0, end)), state);
    }

    private static OperatorHarness<FeatureUpdate> opened(UpdateTopic topic, @Nullable OperatorSubtaskState state)
            throws Exception {
        OperatorUnderTest<FeatureUpdate> operator = OperatorUnderTest.of(
                        RecordTypes.FEATURE_UPDATE, () -> new UpdateOperatorFactory(Streams.VIEW, topic))
                .input(RecordTypes.RAW_EVENT);
        return OperatorHarness.opened(operator, OperatorHarness.Place.ONLY, state);
    }
}
