package io.millrace.operators.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.ConsistencyConfig;
import io.millrace.operators.record.FeatureCheck;
import io.millrace.operators.record.FeatureCheck.Outcome;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.SideOutputs;
import io.millrace.operators.verify.OperatorHarness;
import io.millrace.operators.verify.OperatorUnderTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

final class TallyOperatorTest {
    private static final long START = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();
    private static final String FEATURE = "spending.sum";

    private long clock;

    @Test
    void tellsOfEveryMinuteThatHasChanged() throws Exception {
        try (OperatorHarness<Outbound> harness = OperatorHarness.opened(operator())) {
            check(harness, 0, Outcome.MATCH, 0);
            check(harness, 59, Outcome.MISMATCH, 1);
            check(harness, 60, Outcome.UNCHECKED, 0);
            assertThat(harness.values()).isEmpty();
            tick(harness);

            assertThat(texts(harness))
                    .containsExactly(
                            "{\"kind\":\"feature-consistency\",\"feature\":\"spending.sum\","
                                    + "\"minute\":\"2026-11-23T12:00:00Z\",\"rows\":2,\"mismatch\":1,\"missing\":0,"
                                    + "\"extra\":0,\"behind\":0,\"unchecked\":0,\"smape\":0.05,"
                                    + "\"age_p50_ms\":1000,\"age_p99_ms\":60000}",
                            "{\"kind\":\"feature-consistency\",\"feature\":\"spending.sum\","
                                    + "\"minute\":\"2026-11-23T12:01:00Z\",\"rows\":0,\"mismatch\":0,\"missing\":0,"
                                    + "\"extra\":0,\"behind\":0,\"unchecked\":1,\"smape\":0.0,"
                                    + "\"age_p50_ms\":61000,\"age_p99_ms\":61000}");
            assertThat(harness.values())
                    .allSatisfy(each -> assertThat(each.key()).isEqualTo(FEATURE.getBytes(UTF_8)));

            tick(harness);
            assertThat(harness.values()).as("nothing has changed").hasSize(2);
            check(harness, 1, Outcome.BEHIND, 0);
            tick(harness);
            assertThat(texts(harness)).hasSize(3).last().asString().contains("\"rows\":3,", "\"behind\":1,");
        }
    }

    @Test
    void hasNoAgeWhereNothingWasServed() throws Exception {
        try (OperatorHarness<Outbound> harness = OperatorHarness.opened(operator())) {
            send(harness, new FeatureCheck(FEATURE, START, Outcome.MISSING, 0, 0, FeatureValues.NO_AGE));
            tick(harness);
            assertThat(texts(harness).get(0)).contains("\"missing\":1,", "\"age_p50_ms\":null,\"age_p99_ms\":null");
        }
    }

    @Test
    void alertsOnceWhenABoundIsLeftAndOnceWhenItHoldsAgain() throws Exception {
        try (OperatorHarness<Outbound> harness = OperatorHarness.opened(operator())) {
            minute(harness, 0, 10, 0);
            minute(harness, 1, 9, 2);
            minute(harness, 2, 9, 2);
            assertThat(alerts(harness)).isEmpty();
            minute(harness, 3, 9, 1);
            assertThat(alerts(harness))
                    .containsExactly("{\"kind\":\"feature-consistency\",\"feature\":\"spending.sum\","
                            + "\"state\":\"left\",\"measure\":\"wrong\",\"value\":0.15625,"
                            + "\"bound\":0.05,\"rows\":32,\"since\":\"2026-11-23T12:01:00Z\"}");
            minute(harness, 4, 9, 2);
            minute(harness, 5, 10, 0);
            minute(harness, 6, 10, 0);
            assertThat(alerts(harness)).hasSize(1);
            minute(harness, 7, 10, 0);
            assertThat(alerts(harness)).hasSize(2).last().asString().contains("\"state\":\"back\"", "12:01:00Z");
            minute(harness, 8, 10, 0);
            assertThat(alerts(harness)).hasSize(2);
        }
    }

    @Test
    void judgesNoMinuteWithFewRows() throws Exception {
        try (OperatorHarness<Outbound> harness = OperatorHarness.opened(operator())) {
            for (int minute = 0; minute < 10; minute++) {
                minute(harness, minute, 0, 9);
            }
            assertThat(alerts(harness)).isEmpty();
        }
    }

    @Test
    void tellsWhatIsUnsaidBeforeACheckpointAndGoesOnFromThere() throws Exception {
        OperatorSubtaskState state;
        try (OperatorHarness<Outbound> harness = OperatorHarness.opened(operator())) {
            minute(harness, 0, 0, 10);
            minute(harness, 1, 0, 10);
            check(harness, 120, Outcome.MISSING, 0);
            state = harness.snapshot();
            assertThat(texts(harness)).hasSize(3);
        }
        try (OperatorHarness<Outbound> harness =
                OperatorHarness.opened(operator(), OperatorHarness.Place.ONLY, state)) {
            minute(harness, 2, 0, 9);
            assertThat(texts(harness)).singleElement().asString().contains("\"rows\":10,", "\"missing\":1,");
            assertThat(alerts(harness)).hasSize(1);
            state = harness.snapshot();
        }
        try (OperatorHarness<Outbound> harness =
                OperatorHarness.opened(operator(), OperatorHarness.Place.ONLY, state)) {
            minute(harness, 3, 0, 10);
            assertThat(alerts(harness)).as("it is known already").isEmpty();
        }
    }

    private void minute(OperatorHarness<Outbound> harness, int minute, int good, int wrong) throws Exception {
        for (int i = 0; i < good + wrong; i++) {
            check(harness, 60 * minute + i, i < good ? Outcome.MATCH : Outcome.MISMATCH, 0);
        }
        tick(harness);
    }

    private static void check(OperatorHarness<Outbound> harness, int second, Outcome outcome, double difference)
            throws Exception {
        long time = START + 1000L * second;
        send(harness, new FeatureCheck(FEATURE, time, outcome, difference, 10, 1000L * (second + 1)));
    }

    private static void send(OperatorHarness<Outbound> harness, FeatureCheck check) throws Exception {
        harness.element(0, check, check.timeMillis());
    }

    private void tick(OperatorHarness<Outbound> harness) throws Exception {
        clock += TallyOperator.EVERY.toMillis();
        harness.clock(clock);
    }

    private static List<String> alerts(OperatorHarness<Outbound> harness) {
        return texts(harness.valuesOf(SideOutputs.ALERTS.getId()));
    }

    private static List<String> texts(OperatorHarness<Outbound> harness) {
        return texts(harness.values());
    }

    private static List<String> texts(List<Outbound> records) {
        List<String> texts = new ArrayList<>();
        records.forEach(each -> texts.add(new String(Objects.requireNonNull(each.value()), UTF_8)));
        return texts;
    }

    private static OperatorUnderTest<Outbound> operator() {
        ConsistencyConfig bounds = new ConsistencyConfig(1, 0.05, 0.5, 10, 3, 5);
        return OperatorUnderTest.of(RecordTypes.OUTBOUND, () -> new TallyOperatorFactory("payments", bounds))
                .keyedInput(RecordTypes.FEATURE_CHECK, FeatureCheck::feature, Types.STRING);
    }
}
