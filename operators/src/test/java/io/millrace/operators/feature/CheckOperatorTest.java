package io.millrace.operators.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.FeatureConfig;
import io.millrace.config.FieldType;
import io.millrace.config.ViewConfig;
import io.millrace.config.ViewConfig.Aggregate;
import io.millrace.config.ViewConfig.Aggregate.Function;
import io.millrace.models.aggregate.PaymentView;
import io.millrace.models.feature.Values;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureCheck;
import io.millrace.operators.record.FeatureCheck.Outcome;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.Freshness;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.ServedFeatures;
import io.millrace.operators.verify.OperatorHarness;
import io.millrace.operators.verify.OperatorUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckOperatorTest {
    static final long EVERY = 60_000;
    static final long LATENESS = 5 * EVERY;
    static final long WINDOW = 10 * EVERY;
    static final long MAX_AGE = 20 * EVERY;
    private static final long START = 1_700_000_000_000L / EVERY * EVERY;
    private static final int EVENTS = 0;
    private static final int SERVED = 1;
    private static final long UNKNOWN = FeatureValues.NO_AGE;

    @Test
    void waitsForTheEventsOfTheViewAndForNothingElse() throws Exception {
        try (OperatorHarness<FeatureCheck> harness = OperatorHarness.opened(operator())) {
            serve(harness, served("p1", START + EVERY + 5, 5, 1, 2, "x"));
            ((TwoInputStreamOperator<?, ?, ?>) harness.operator()).processWatermark2(new Watermark(Long.MAX_VALUE));
            send(harness, event("1", START + 1, 2, "x"));
            assertThat(harness.values()).isEmpty();

            harness.watermark(START + EVERY + 4);
            assertThat(harness.values()).isEmpty();
            harness.watermark(START + EVERY + 5);
            assertThat(harness.values()).hasSize(3).allMatch(check -> check.outcome() == Outcome.MATCH);
            assertThat(harness.values().get(1))
                    .isEqualTo(new FeatureCheck("spending.sum", START + EVERY + 5, Outcome.MATCH, 0, 4, 5));
        }
    }

    @Test
    void isNotBehindBeforeLaterValuesCount() throws Exception {
        FeatureConfig feature =
                feature(Duration.ofMillis(EVERY), column("sum", FieldType.FLOAT, Function.SUM, "amount"));
        try (OperatorHarness<FeatureCheck> harness =
                OperatorHarness.opened(operator(() -> new CheckOperatorFactory(feature)))) {
            send(harness, event("e1", START, 2, "x"));
            send(harness, event("e2", START + EVERY, 3, "x"));
            harness.watermark(START + 4 * EVERY);
            for (long after : new long[] {EVERY - 1, EVERY}) {
                long age = EVERY + after;
                byte[] grades = {Freshness.PRESENT.code()};
                serve(
                        harness,
                        new ServedFeatures(
                                "p" + after, "spending", "a", START + EVERY + age, age, Values.ofNumbers(2), grades));
            }

            assertThat(harness.values())
                    .extracting(FeatureCheck::outcome)
                    .containsExactly(Outcome.MATCH, Outcome.BEHIND);
        }
    }

    @Test
    void comparesARowThatIsLateAtOnce() throws Exception {
        assertThat(outcomes(served("p1", START + EVERY + 5, 5, 1, 2, "x")))
                .containsExactly(Outcome.MATCH, Outcome.MATCH, Outcome.MATCH);
    }

    @Test
    void findsAValueThatIsWrong() throws Exception {
        assertThat(outcomes(served("p1", START + EVERY + 5, 5, 1, 2.1, "y")))
                .containsExactly(Outcome.MATCH, Outcome.MISMATCH, Outcome.MISMATCH);
    }

    @Test
    void toleratesNoMoreThanRounding() throws Exception {
        assertThat(outcomes(served("p1", START + EVERY + 5, 5, 1, 2 * (1 + 5e-10), "x")))
                .containsOnly(Outcome.MATCH);
        assertThat(outcomes(served("p1", START + EVERY + 5, 5, 1, 2 * (1 + 5e-9), "x")))
                .contains(Outcome.MISMATCH);
    }

    @ParameterizedTest
    @CsvSource({"300, false", "5000, true"})
    void toleratesThatASketchOfManyValuesDrawsLots(int values, boolean tolerated) throws Exception {
        OperatorUnderTest<FeatureCheck> operator = operator(
                () -> new CheckOperatorFactory(feature(column("median", FieldType.FLOAT, Function.MEDIAN, "amount"))));
        try (OperatorHarness<FeatureCheck> harness = OperatorHarness.opened(operator)) {
            for (int i = 0; i < values; i++) {
                send(harness, event("e" + i, START + i, 1000 + i % 10, "x"));
            }
            harness.watermark(START + EVERY);
            for (double factor : new double[] {1.04, 1.06}) {
                Values served = Values.ofNumbers(1004.5 * factor);
                byte[] grades = {Freshness.PRESENT.code()};
                serve(harness, new ServedFeatures("p", "spending", "a", START + EVERY, 0, served, grades));
            }
            assertThat(harness.values())
                    .extracting(FeatureCheck::outcome)
                    .containsExactly(tolerated ? Outcome.MATCH : Outcome.MISMATCH, Outcome.MISMATCH);
        }
    }

    @Test
    void findsAValueThatIsMissing() throws Exception {
        assertThat(outcomes(unserved("p1", START + 2 * EVERY + 5, UNKNOWN))).containsOnly(Outcome.MISSING);
        assertThat(outcomes(unserved("p1", START + EVERY + 5, 5))).containsOnly(Outcome.MISSING);
    }

    @Test
    void findsAValueOfWhichNothingIsKnown() throws Exception {
        assertThat(outcomes(served("p1", START + 5, 5, 1, 0, "x")))
                .containsExactly(Outcome.EXTRA, Outcome.MATCH, Outcome.EXTRA);
    }

    @Test
    void tellsWhatIsBehindFromWhatIsWrong() throws Exception {
        assertThat(outcomes(served("p1", START + 3 * EVERY + 5, 2 * EVERY + 5, 1, 2, "x")))
                .containsExactly(Outcome.BEHIND, Outcome.BEHIND, Outcome.MATCH);
        assertThat(outcomes(served("p1", START + 2 * EVERY + 5, EVERY + 5, 1, 2, "x")))
                .as("older, but nothing has changed")
                .containsOnly(Outcome.MATCH);
        assertThat(outcomes(unserved("p1", START + EVERY + 5, UNKNOWN)))
                .as("known since the last slide only")
                .containsOnly(Outcome.BEHIND);
        assertThat(outcomes(unserved("p1", START + 5, UNKNOWN)))
                .as("nothing known, nothing served")
                .containsOnly(Outcome.MATCH);
    }

    @Test
    void saysWhatItCannotCompare() throws Exception {
        try (OperatorHarness<FeatureCheck> harness = OperatorHarness.opened(operator())) {
            send(harness, event("1", START + 1, 2, "x"));
            harness.watermark(START + EVERY + 2 * MAX_AGE - 1);
            serve(harness, served("p1", START + EVERY, 0, 1, 2, "x"));
            harness.watermark(START + 2 * EVERY + 2 * MAX_AGE - 1);
            serve(harness, served("p2", START + EVERY, 0, 1, 2, "x"));

            assertThat(harness.values())
                    .extracting(FeatureCheck::outcome)
                    .containsExactly(
                            Outcome.MATCH,
                            Outcome.MATCH,
                            Outcome.MATCH,
                            Outcome.UNCHECKED,
                            Outcome.UNCHECKED,
                            Outcome.UNCHECKED);
        }
    }

    @Test
    void aRowThatIsWrittenTwiceIsOneRow() throws Exception {
        try (OperatorHarness<FeatureCheck> harness = OperatorHarness.opened(operator())) {
            serve(harness, unserved("p1", START + 5, UNKNOWN));
            serve(harness, unserved("p1", START + 5, UNKNOWN));
            serve(harness, unserved("p2", START + 5, UNKNOWN));
            harness.watermark(START + 5);
            assertThat(harness.values()).hasSize(6);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void saysTheSameAsACountOverAllEventsWhateverIsRestored(long seed) throws Exception {
        List<Object> steps = steps(new Random(seed));
        CheckOracle oracle = new CheckOracle();
        steps.forEach(oracle::step);
        List<String> expected = sorted(oracle.checks());
        assertThat(sorted(run(steps, Set.of()))).as("seed %d", seed).isEqualTo(expected);

        Set<Integer> restores = new HashSet<>();
        Random random = new Random(seed);
        for (int i = 0; i < 12; i++) {
            restores.add(random.nextInt(steps.size()));
        }
        assertThat(sorted(run(steps, restores)))
                .as("seed %d, restored before %s", seed, restores)
                .isEqualTo(expected);
        assertThat(oracle.checks().stream().map(FeatureCheck::outcome).distinct())
                .as("outcomes of seed %d", seed)
                .containsExactlyInAnyOrder(Outcome.values());
    }

    /** Events, rows and watermarks; most rows are served what is known at the time, some something else. */
    private static List<Object> steps(Random random) {
        List<Object> steps = new ArrayList<>();
        CheckOracle known = new CheckOracle();
        long watermark = START;
        for (int i = 0; i < 900; i++) {
            String key = "k" + random.nextInt(3);
            Object step;
            if (random.nextInt(4) == 0) {
                watermark += random.nextInt(20) == 0 ? 15 * EVERY : random.nextInt(50_000);
                step = watermark;
            } else if (random.nextInt(3) == 0) {
                long ago = random.nextInt(8) == 0 ? random.nextLong(3 * MAX_AGE) : random.nextLong(2 * EVERY);
                long time = watermark + random.nextLong(EVERY) - ago;
                step = row(random, known, "p" + i, key, time);
            } else {
                long time =
                        watermark + random.nextInt(90_000) - random.nextInt(random.nextInt(4) == 0 ? 500_000 : 60_000);
                step = event(key, "e" + random.nextInt(300), time, random.nextInt(100), "t" + random.nextInt(3));
            }
            steps.add(step);
            known.step(step);
        }
        steps.add(watermark + 2 * EVERY);
        return steps;
    }

    private static ServedFeatures row(Random random, CheckOracle known, String id, String key, long time) {
        long end = Math.floorDiv(time, EVERY) * EVERY - random.nextInt(3) * EVERY;
        CheckOracle.Known at = known.at(key, end);
        boolean nothing = at.count() == 0 || random.nextInt(10) == 0;
        if (nothing && random.nextBoolean()) {
            return new ServedFeatures(id, "spending", key, time, UNKNOWN, missing(), grades(Freshness.MISSING));
        }
        double wrong = random.nextInt(10) == 0 ? 1 : 0;
        Values values = values(at.count() + wrong, at.sum(), at.last() == null ? "t0" : at.last());
        return new ServedFeatures(id, "spending", key, time, time - end, values, grades(Freshness.PRESENT));
    }

    private static List<FeatureCheck> run(List<Object> steps, Set<Integer> restores) throws Exception {
        List<FeatureCheck> checks = new ArrayList<>();
        OperatorHarness<FeatureCheck> harness = OperatorHarness.opened(operator());
        try {
            for (int i = 0; i < steps.size(); i++) {
                if (restores.contains(i)) {
                    OperatorSubtaskState state = harness.snapshot();
                    checks.addAll(harness.values());
                    harness.close();
                    harness = OperatorHarness.opened(operator(), OperatorHarness.Place.ONLY, state);
                }
                if (steps.get(i) instanceof Event event) {
                    send(harness, event);
                } else if (steps.get(i) instanceof ServedFeatures row) {
                    serve(harness, row);
                } else {
                    harness.watermark((Long) steps.get(i));
                }
            }
            checks.addAll(harness.values());
        } finally {
            harness.close();
        }
        return checks;
    }

    private static List<String> sorted(List<FeatureCheck> checks) {
        return checks.stream().map(FeatureCheck::toString).sorted().toList();
    }

    /** What comes of a row after an event in the first slide and one in the third. */
    private static List<Outcome> outcomes(ServedFeatures row) throws Exception {
        try (OperatorHarness<FeatureCheck> harness = OperatorHarness.opened(operator())) {
            send(harness, event("1", START + 1, 2, "x"));
            send(harness, event("2", START + 2 * EVERY + 1, 3, "x"));
            harness.watermark(START + 4 * EVERY);
            serve(harness, row);
            return harness.values().stream().map(FeatureCheck::outcome).toList();
        }
    }

    private static void send(OperatorHarness<?> harness, Event event) throws Exception {
        harness.element(EVENTS, event, event.timeMillis());
    }

    private static void serve(OperatorHarness<?> harness, ServedFeatures row) throws Exception {
        harness.element(SERVED, row, row.timeMillis());
    }

    private static ServedFeatures served(String id, long time, long age, double count, double sum, String last) {
        return new ServedFeatures(id, "spending", "a", time, age, values(count, sum, last), grades(Freshness.PRESENT));
    }

    private static ServedFeatures unserved(String id, long time, long age) {
        return new ServedFeatures(id, "spending", "a", time, age, missing(), grades(Freshness.DEFAULTED));
    }

    private static Values values(double count, double sum, @Nullable String last) {
        return new Values(
                new double[] {count, sum, Double.NaN}, new @Nullable String[] {null, null, last}, new float[0][]);
    }

    private static Values missing() {
        return values(Double.NaN, Double.NaN, null);
    }

    private static byte[] grades(Freshness freshness) {
        return new byte[] {freshness.code(), freshness.code(), freshness.code()};
    }

    private static Event event(String id, long time, double amount, String shop) {
        return event("a", id, time, amount, shop);
    }

    private static Event event(String key, String id, long time, double amount, String shop) {
        RawEvent raw = new RawEvent(new Position("payments", 0, 0), time, null, new byte[0], List.of());
        Values fields =
                new Values(new double[] {amount, Double.NaN}, new @Nullable String[] {null, shop}, new float[0][]);
        return new Event(raw, id, key, time, fields);
    }

    private static OperatorUnderTest<FeatureCheck> operator() {
        return operator(() -> new CheckOperatorFactory(feature(
                column("count", FieldType.FLOAT, Function.COUNT, null),
                column("sum", FieldType.FLOAT, Function.SUM, "amount"),
                column("last", FieldType.CATEGORY, Function.LAST, "shop"))));
    }

    private static OperatorUnderTest<FeatureCheck> operator(Supplier<CheckOperatorFactory> factory) {
        return OperatorUnderTest.of(RecordTypes.FEATURE_CHECK, factory)
                .keyedInput(RecordTypes.EVENT, Event::key, Types.STRING)
                .keyedInput(RecordTypes.SERVED_FEATURES, ServedFeatures::key, Types.STRING);
    }

    private static FeatureConfig feature(ViewConfig.Column... columns) {
        return feature(Duration.ZERO, columns);
    }

    private static FeatureConfig feature(Duration knownAfter, ViewConfig.Column... columns) {
        ViewConfig view = PaymentView.of(
                List.of(PaymentView.field("amount", FieldType.FLOAT), PaymentView.field("shop", FieldType.CATEGORY)),
                List.of(columns),
                new PaymentView.Times(
                        Duration.ofMillis(MAX_AGE), Duration.ofMillis(EVERY), Duration.ofMillis(LATENESS), knownAfter));
        return new FeatureConfig(view, "card", view.columns(), view.maxAge(), FeatureConfig.OnMissing.DEFAULT);
    }

    private static ViewConfig.Column column(String name, FieldType type, Function function, @Nullable String of) {
        Aggregate aggregate = new Aggregate(function, of, null, Duration.ofMillis(WINDOW), 0.5, Duration.ofSeconds(1));
        return PaymentView.column(name, type, aggregate);
    }
}
