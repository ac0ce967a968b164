package io.millrace.operators.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.FieldType;
import io.millrace.config.ViewConfig;
import io.millrace.config.ViewConfig.Aggregate;
import io.millrace.config.ViewConfig.Aggregate.Function;
import io.millrace.models.aggregate.PaymentView;
import io.millrace.models.feature.Values;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureUpdate;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.verify.OperatorHarness;
import io.millrace.operators.verify.OperatorUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AggregateOperatorTest {
    private static final long EVERY = 60_000;
    private static final long LATENESS = 5 * EVERY;
    private static final long START = 1_700_000_000_000L / EVERY * EVERY;
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final ViewConfig view = view(Duration.ofDays(1));

    @Test
    void sendsValuesWhenTheWatermarkPassesTheEndOfASlide() throws Exception {
        try (OperatorHarness<FeatureUpdate> harness = OperatorHarness.opened(operator(view))) {
            send(harness, event("a", "1", START + 10, 2));
            send(harness, event("a", "2", START + 20, 3));
            harness.watermark(START + EVERY - 2);
            assertThat(harness.values()).isEmpty();

            harness.watermark(START + EVERY - 1);
            assertThat(harness.values()).containsExactly(update("a", START + EVERY, 2, 5));

            harness.watermark(START + 11 * EVERY - 1);
            assertThat(harness.values()).last().isEqualTo(new FeatureUpdate("a", START + 11 * EVERY, null));
            harness.watermark(START + 100 * EVERY);
            assertThat(harness.values()).hasSize(2);
        }
    }

    @Test
    void correctsWhatALateEventChanges() throws Exception {
        try (OperatorHarness<FeatureUpdate> harness = OperatorHarness.opened(operator(view))) {
            send(harness, event("a", "1", START, 2));
            harness.watermark(START + 2 * EVERY - 1);
            send(harness, event("a", "2", START + EVERY + 1, 3));

            assertThat(harness.values())
                    .containsExactly(update("a", START + EVERY, 1, 2), update("a", START + 2 * EVERY, 2, 5));
        }
    }

    @Test
    void leavesOutWhatComesTwiceOrTooLate() throws Exception {
        try (OperatorHarness<FeatureUpdate> harness = OperatorHarness.opened(operator(view))) {
            send(harness, event("a", "1", START, 2));
            send(harness, event("a", "1", START, 2));
            send(harness, event("a", "1", START + 1, 2));
            harness.watermark(START + LATENESS + 10);
            send(harness, event("a", "1", START + 10, 5));
            send(harness, event("a", "2", START + 9, 7));

            assertThat(harness.values())
                    .containsExactly(update("a", START + EVERY, 2, 4), update("a", START + LATENESS, 3, 9));
        }
    }

    @Test
    void repeatsValuesBeforeTheyAreTooOld() throws Exception {
        try (OperatorHarness<FeatureUpdate> harness = OperatorHarness.opened(operator(view(Duration.ofMinutes(6))))) {
            send(harness, event("a", "1", START, 2));
            harness.watermark(START + 10 * EVERY);

            assertThat(harness.values())
                    .extracting(FeatureUpdate::timeMillis)
                    .containsExactly(START + EVERY, START + 5 * EVERY, START + 9 * EVERY);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void equalsWhatIsComputedFromAllEventsAndSurvivesRestores(long seed) throws Exception {
        List<Object> steps = steps(new Random(seed));
        List<FeatureUpdate> undisturbed = run(steps, new HashSet<>());
        Set<Integer> restores = new HashSet<>();
        Random random = new Random(seed);
        for (int i = 0; i < 12; i++) {
            restores.add(random.nextInt(steps.size()));
        }
        assertThat(byKey(run(steps, restores)))
                .as("seed %d, restored before %s", seed, restores)
                .isEqualTo(byKey(undisturbed));
        assertLastIsRight(steps, undisturbed, "seed " + seed);
    }

    /** Between keys there is no order. */
    private static Map<String, List<FeatureUpdate>> byKey(List<FeatureUpdate> updates) {
        return updates.stream().collect(Collectors.groupingBy(FeatureUpdate::key));
    }

    /** Events, and watermarks between them. */
    private static List<Object> steps(Random random) {
        List<Object> steps = new ArrayList<>();
        long watermark = START;
        for (int i = 0; i < 300; i++) {
            if (random.nextInt(4) == 0) {
                watermark += random.nextInt(20) == 0 ? 15 * EVERY : random.nextInt(50_000);
                steps.add(watermark);
            } else if (random.nextInt(8) == 0 && i > 10 && steps.get(random.nextInt(i)) instanceof Event again) {
                steps.add(again);
            } else {
                long time =
                        watermark + random.nextInt(90_000) - random.nextInt(random.nextInt(4) == 0 ? 500_000 : 60_000);
                steps.add(event("k" + random.nextInt(3), "e" + i, time, random.nextInt(100)));
            }
        }
        steps.add(watermark + 2 * EVERY);
        return steps;
    }

    private List<FeatureUpdate> run(List<Object> steps, Set<Integer> restores) throws Exception {
        List<FeatureUpdate> updates = new ArrayList<>();
        OperatorHarness<FeatureUpdate> harness = OperatorHarness.opened(operator(view));
        try {
            for (int i = 0; i < steps.size(); i++) {
                if (restores.contains(i)) {
                    OperatorSubtaskState state = harness.snapshot();
                    updates.addAll(harness.values());
                    harness.close();
                    harness = OperatorHarness.opened(operator(view), OperatorHarness.Place.ONLY, state);
                }
                if (steps.get(i) instanceof Event event) {
                    send(harness, event);
                } else {
                    harness.watermark((Long) steps.get(i));
                }
            }
            updates.addAll(harness.values());
        } finally {
            harness.close();
        }
        return updates;
    }

    /** The last values of each entity are those of all events that were new and in time when they came. */
    private static void assertLastIsRight(List<Object> steps, List<FeatureUpdate> updates, String when) {
        List<Event> counted = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        long watermark = Long.MIN_VALUE / 2;
        for (Object step : steps) {
            if (step instanceof Event event) {
                boolean inTime = event.timeMillis() >= watermark - LATENESS;
                if (inTime && seen.add(event.id() + " " + event.timeMillis())) {
                    counted.add(event);
                }
            } else {
                watermark = (Long) step;
            }
        }
        TreeMap<String, FeatureUpdate> last = new TreeMap<>();
        updates.forEach(update -> last.put(update.key(), update));
        assertThat(last).as(when).hasSize(3);
        last.forEach((key, update) -> {
            long end = update.timeMillis();
            double[] held = counted.stream()
                    .filter(event -> event.key().equals(key)
                            && event.timeMillis() < end
                            && event.timeMillis() >= end - WINDOW.toMillis())
                    .mapToDouble(event -> event.fields().number(0))
                    .toArray();
            double sum = 0;
            for (double amount : held) {
                sum += amount;
            }
            assertThat(update)
                    .as("%s, key %s", when, key)
                    .isEqualTo(
                            held.length == 0 && update.values() == null
                                    ? new FeatureUpdate(key, end, null)
                                    : update(key, end, held.length, sum));
        });
    }

    private static void send(OperatorHarness<FeatureUpdate> harness, Event event) throws Exception {
        harness.element(0, event, event.timeMillis());
    }

    private static FeatureUpdate update(String key, long end, double count, double sum) {
        return new FeatureUpdate(
                key, end, new Values(new double[] {count, sum}, new @Nullable String[2], new float[0][]));
    }

    private static Event event(String key, String id, long time, double amount) {
        RawEvent raw = new RawEvent(new Position("payments", 0, 0), time, null, new byte[0], List.of());
        return new Event(raw, id, key, time, Values.ofNumbers(amount));
    }

    private static OperatorUnderTest<FeatureUpdate> operator(ViewConfig view) {
        return OperatorUnderTest.of(RecordTypes.FEATURE_UPDATE, () -> new AggregateOperatorFactory(view))
                .keyedInput(RecordTypes.EVENT, Event::key, Types.STRING);
    }

    private static ViewConfig view(Duration maxAge) {
        return PaymentView.of(
                List.of(PaymentView.field("amount", FieldType.FLOAT)),
                List.of(column("count", Function.COUNT, null), column("sum", Function.SUM, "amount")),
                new PaymentView.Times(maxAge, Duration.ofMillis(EVERY), Duration.ofMillis(LATENESS), Duration.ZERO));
    }

    private static ViewConfig.Column column(String name, Function function, @Nullable String of) {
        Aggregate aggregate = new Aggregate(function, of, null, WINDOW, 0.5, Duration.ofSeconds(1));
        return PaymentView.column(name, FieldType.FLOAT, aggregate);
    }
}
