package io.millrace.operators.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.FeatureConfig;
import io.millrace.config.FeatureConfig.OnMissing;
import io.millrace.config.FieldType;
import io.millrace.config.ViewConfig;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureUpdate;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.Freshness;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.SideOutputs;
import io.millrace.operators.verify.Emission;
import io.millrace.operators.verify.OperatorHarness;
import io.millrace.operators.verify.OperatorUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinOperatorTest {
    private static final long T = 1_700_000_000_000L;
    private static final int EVENTS = 0;
    private static final int UPDATES = 1;

    @Test
    void givesAnEventTheValuesThatHeldAtItsTime() throws Exception {
        try (OperatorHarness<EnrichedEvent> harness = opened(OnMissing.DEFAULT, null)) {
            loaded(harness);
            update(harness, Streams.update("98001", T, 1));
            update(harness, Streams.update("98001", T + 100, 2));
            event(harness, "98001", T + 99);
            event(harness, "98001", T + 100);
            event(harness, "98001", T - 1);
            event(harness, "98002", T + 100);

            assertThat(harness.values())
                    .extracting(each -> each.features().values().number(0))
                    .containsExactly(1.0, 2.0, Double.NaN, Double.NaN);
            assertThat(harness.values())
                    .extracting(each -> each.features().ageMillis(0))
                    .containsExactly(99L, 0L, FeatureValues.NO_AGE, FeatureValues.NO_AGE);
            assertThat(harness.values().get(0).features())
                    .extracting(
                            values -> values.freshness(0),
                            values -> values.values().text(2),
                            values -> values.values().number(3))
                    .containsExactly(Freshness.PRESENT, "north", 1.0);
            assertThat(harness.values().get(3).features())
                    .extracting(values -> values.freshness(0), values -> values.freshness(1), values -> values.values()
                            .text(2))
                    .containsExactly(Freshness.MISSING, Freshness.DEFAULTED, "elsewhere");
        }
    }

    @Test
    void givesNoEventValuesBeforeTheyCount() throws Exception {
        try (OperatorHarness<EnrichedEvent> harness = opened(Streams.computed(Duration.ofMillis(100)), null)) {
            loaded(harness);
            update(harness, Streams.update("98001", T, 1));
            update(harness, Streams.update("98001", T + 50, 2));
            mark(harness, EVENTS, T + 140);
            update(harness, Streams.update("98001", T + 60, 3));
            event(harness, "98001", T + 141);
            event(harness, "98001", T + 150);
            event(harness, "98001", T + 160);
            event(harness, "98001", T + 99);

            assertThat(harness.values())
                    .as("what counts at the watermark was kept")
                    .extracting(each -> each.features().values().number(0))
                    .containsExactly(1.0, 2.0, 3.0, Double.NaN);
            assertThat(harness.values().get(1).features().ageMillis(0)).isEqualTo(100);
        }
    }

    @Test
    void servesNothingPastItsAgeAsPresent() throws Exception {
        try (OperatorHarness<EnrichedEvent> harness = opened(OnMissing.DEFAULT, null)) {
            loaded(harness);
            update(harness, Streams.update("98001", T, 1));
            event(harness, "98001", T + Streams.MAX_AGE.toMillis());
            event(harness, "98001", T + Streams.MAX_AGE.toMillis() + 1);

            assertThat(harness.values())
                    .extracting(each -> each.features().freshness(0))
                    .containsExactly(Freshness.PRESENT, Freshness.STALE);
        }
    }

    @Test
    void knowsNothingOfAKeyThatWasTakenBack() throws Exception {
        try (OperatorHarness<EnrichedEvent> harness = opened(OnMissing.DEFAULT, null)) {
            loaded(harness);
            update(harness, Streams.update("98001", T, 1));
            update(harness, new FeatureUpdate("98001", T + 10, null));
            event(harness, "98001", T + 9);
            event(harness, "98001", T + 10);

            assertThat(harness.values())
                    .extracting(each -> each.features().freshness(0))
                    .containsExactly(Freshness.PRESENT, Freshness.MISSING);
        }
    }

    @Test
    void refusesWithoutAValueIfThePipelineWantsThat() throws Exception {
        try (OperatorHarness<EnrichedEvent> harness = opened(OnMissing.REJECT, null)) {
            loaded(harness);
            event(harness, "98001", T);
            event(harness, null, T);

            assertThat(harness.values()).isEmpty();
            assertThat(harness.<Rejection>valuesOf(SideOutputs.REJECTED.getId()))
                    .extracting(Rejection::detail)
                    .allMatch(detail -> detail.startsWith("feature has no value: view=market, column=median_price"))
                    .satisfiesExactly(
                            unknown -> assertThat(unknown).contains("does not know the key"),
                            none -> assertThat(none).contains("the event has no key"));
        }
    }

    @Test
    void holdsEventsUntilTheTopicIsRead() throws Exception {
        OperatorSubtaskState state;
        try (OperatorHarness<EnrichedEvent> harness = opened(OnMissing.DEFAULT, null)) {
            event(harness, "98001", T + 5);
            mark(harness, EVENTS, T);
            assertThat(harness.emissions()).isEmpty();
            state = harness.snapshot();
        }
        try (OperatorHarness<EnrichedEvent> harness = opened(OnMissing.DEFAULT, state)) {
            event(harness, "98002", T + 5);
            update(harness, Streams.update("98001", T, 1));
            update(harness, Streams.update("98002", T, 2));
            mark(harness, EVENTS, T + 1);
            assertThat(harness.emissions()).isEmpty();

            loaded(harness);

            assertThat(harness.values())
                    .extracting(each -> each.features().values().number(0))
                    .containsExactlyInAnyOrder(1.0, 2.0);
            assertThat(harness.emissions()).last().isEqualTo(new Emission.Mark(T + 1));
        }
    }

    @Test
    void keepsWhatHeldEventsAskForAlthoughTheWatermarkHasPassedThem() throws Exception {
        try (OperatorHarness<EnrichedEvent> harness = opened(OnMissing.DEFAULT, null)) {
            event(harness, "98001", T + 5);
            event(harness, "98001", T + 15);
            mark(harness, EVENTS, T + 100);
            update(harness, Streams.update("98001", T, 1));
            update(harness, Streams.update("98001", T + 10, 2));
            update(harness, Streams.update("98001", T + 20, 3));
            loaded(harness);

            assertThat(harness.values())
                    .extracting(each -> each.features().values().number(0))
                    .containsExactly(1.0, 2.0);
        }
    }

    @Test
    void forgetsValuesOfAViewThatIsDeclaredOtherwiseNow() throws Exception {
        OperatorSubtaskState state;
        try (OperatorHarness<EnrichedEvent> harness = opened(OnMissing.DEFAULT, null)) {
            loaded(harness);
            update(harness, Streams.update("98001", T, 1));
            state = harness.snapshot();
        }
        ViewConfig now = Streams.with(Views.column("fifth", FieldType.FLOAT, "5"));
        FeatureConfig feature = new FeatureConfig(now, "zipcode", now.columns(), Streams.MAX_AGE, OnMissing.DEFAULT);
        try (OperatorHarness<EnrichedEvent> harness = opened(feature, state)) {
            loaded(harness);
            event(harness, "98001", T);

            assertThat(harness.values().get(0).features().values().number(4)).isEqualTo(5);
            assertThat(harness.values().get(0).features().freshness(0)).isEqualTo(Freshness.MISSING);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void joinsAsOfEachEventWhateverHasArrivedAndSurvivesRestores(long seed) throws Exception {
        Random random = new Random(seed);
        TreeMap<Long, Double> history = new TreeMap<>();
        List<Double> expected = new ArrayList<>();
        List<Double> joined = new ArrayList<>();
        OperatorHarness<EnrichedEvent> harness = opened(OnMissing.DEFAULT, null);
        loaded(harness);
        long now = T;
        for (int step = 0; step < 500; step++) {
            now += random.nextInt(20);
            if (random.nextInt(3) == 0) {
                long ahead = now + random.nextInt(100) - 20;
                history.put(ahead, (double) step);
                update(harness, Streams.update("98001", ahead, step));
            } else {
                long late = now - random.nextInt(10);
                event(harness, "98001", late);
                expected.add(
                        history.floorEntry(late) == null
                                ? Double.NaN
                                : history.floorEntry(late).getValue());
            }
            mark(harness, EVENTS, now - 40);
            if (random.nextInt(60) == 0) {
                OperatorSubtaskState state = harness.snapshot();
                harness.values()
                        .forEach(each -> joined.add(each.features().values().number(0)));
                harness.close();
                harness = opened(OnMissing.DEFAULT, state);
                loaded(harness);
            }
        }
        harness.values().forEach(each -> joined.add(each.features().values().number(0)));
        harness.close();

        assertThat(joined).as("seed %d", seed).isEqualTo(expected);
    }

    private static OperatorHarness<EnrichedEvent> opened(OnMissing onMissing, @Nullable OperatorSubtaskState state)
            throws Exception {
        return opened(Streams.feature(onMissing), state);
    }

    private static OperatorHarness<EnrichedEvent> opened(FeatureConfig feature, @Nullable OperatorSubtaskState state)
            throws Exception {
        OperatorUnderTest<EnrichedEvent> operator = OperatorUnderTest.of(
                        RecordTypes.ENRICHED_EVENT, () -> new JoinOperatorFactory(feature))
                .keyedInput(RecordTypes.ENRICHED_EVENT, new JoinKeys(Events.CONFIG, "zipcode"), Types.STRING)
                .keyedInput(RecordTypes.FEATURE_UPDATE, FeatureUpdate::key, Types.STRING);
        return OperatorHarness.opened(operator, OperatorHarness.Place.ONLY, state);
    }

    private static void event(OperatorHarness<EnrichedEvent> harness, @Nullable String zipcode, long timeMillis)
            throws Exception {
        Event event = Events.of(timeMillis, zipcode);
        harness.element(EVENTS, new EnrichedEvent(event, FeatureValues.NONE, 0), timeMillis);
    }

    private static void update(OperatorHarness<EnrichedEvent> harness, FeatureUpdate update) throws Exception {
        harness.element(UPDATES, update, update.timeMillis());
    }

    private static void loaded(OperatorHarness<EnrichedEvent> harness) throws Exception {
        mark(harness, UPDATES, UpdateOperator.LOADED.getTimestamp());
    }

    private static void mark(OperatorHarness<EnrichedEvent> harness, int input, long timestamp) throws Exception {
        TwoInputStreamOperator<?, ?, ?> operator = (TwoInputStreamOperator<?, ?, ?>) harness.operator();
        if (input == EVENTS) {
            operator.processWatermark1(new Watermark(timestamp));
        } else {
            operator.processWatermark2(new Watermark(timestamp));
        }
    }
}
