package io.millrace.models.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.config.FieldConfig;
import io.millrace.config.FieldType;
import io.millrace.config.ViewConfig;
import io.millrace.config.ViewConfig.Aggregate;
import io.millrace.config.ViewConfig.Aggregate.Function;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EntityAggregatesTest {
    private static final long EVERY = 60_000;
    private static final long START = 1_700_000_000_000L / EVERY * EVERY;
    private static final List<Duration> WINDOWS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(7),
            Duration.ofHours(3),
            Duration.ofHours(25)); // fewer than 400 events, up to which a KLL sketch is exact
    private static final FieldConfig AMOUNT = PaymentView.field("amount", FieldType.FLOAT);
    private static final FieldConfig RATE = PaymentView.field("rate", FieldType.FLOAT);
    private static final FieldConfig KIND = PaymentView.field("kind", FieldType.CATEGORY);

    private record Event(
            long millis,
            double amount,
            double rate,
            @Nullable String kind) {

        Values row() {
            return new Values(
                    new double[] {amount, rate, Double.NaN}, new @Nullable String[] {null, null, kind}, new float[3][]);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void equalsWhatIsComputedFromAllEvents(long seed) throws IOException {
        ViewConfig view = everyFunctionOverEveryWindow();
        AggregatePlan plan = plan(view);
        StoredBytes tiles = new StoredBytes(plan);
        EntityAggregates entity = new EntityAggregates(plan, tiles);
        Random random = new Random(seed);
        List<Event> taken = new ArrayList<>();
        long end = START;
        int most = 0;
        for (int step = 0; step < 400; step++) {
            for (int i = random.nextInt(3); i > 0; i--) {
                Event event = event(random, end);
                Values before = entity.values(end);
                boolean changed = entity.add(event.row(), event.millis, end);
                taken.add(event);
                if (!changed) {
                    assertSame(entity.values(end), before, "seed " + seed + ", event that changes nothing");
                }
            }
            end += EVERY * (random.nextInt(10) == 0 ? random.nextInt(300) : random.nextInt(3));
            entity.forgetBefore(end);
            most = Math.max(most, tiles.bytes.size());
            assertSame(entity.values(end), expected(view, taken, end), "seed " + seed + ", step " + step);
        }
        assertThat(most).isLessThan(WINDOWS.size() * 170);
    }

    @Test
    void saysWhatItHoldsAndWhatIsOnlyEstimated() throws IOException {
        Duration window = Duration.ofMinutes(3);
        ViewConfig view = view(List.of(
                column("count", Function.COUNT, null, window),
                column("median", Function.MEDIAN, "amount", window),
                column("kinds", Function.DISTINCT, "kind", window)));
        EntityAggregates entity = new EntityAggregates(plan(view), new MemoryTiles());
        assertThat(entity.aggregated(START).holds()).isFalse();

        addMany(entity, 0, 100);
        assertThat(entity.aggregated(START).holds()).as("before the event").isFalse();
        assertThat(entity.aggregated(START + EVERY).holds()).isTrue();
        assertThat(entity.aggregated(START + EVERY).estimated().isEmpty()).isTrue();
        assertThat(entity.aggregated(START + 5 * EVERY).holds()).as("after it").isFalse();

        addMany(entity, 100, 3000);
        assertThat(entity.aggregated(START + EVERY).estimated().stream()).containsExactly(1, 2);
    }

    private static void addMany(EntityAggregates entity, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            entity.add(new Event(START + 5, i, 1, "kind " + i).row(), START + 5, START);
        }
    }

    @Test
    void knowsWhenValuesChangeNext() throws IOException {
        ViewConfig view = view(List.of(column("count", Function.COUNT, null, Duration.ofMinutes(3))));
        EntityAggregates entity = new EntityAggregates(plan(view), new MemoryTiles());
        assertThat(entity.forgetBefore(START))
                .isEqualTo(new EntityAggregates.Rest(false, false, EntityAggregates.NEVER));

        entity.add(new Event(START + 1, 1, 1, null).row(), START + 1, START);
        assertThat(entity.forgetBefore(START)).isEqualTo(new EntityAggregates.Rest(true, true, START + EVERY));
        assertThat(entity.values(START + EVERY).number(0)).isEqualTo(1);
        assertThat(entity.forgetBefore(START + EVERY))
                .isEqualTo(new EntityAggregates.Rest(true, true, START + 4 * EVERY));
        assertThat(entity.values(START + 3 * EVERY).number(0)).isEqualTo(1);
        assertThat(entity.values(START + 4 * EVERY).number(0)).isZero();

        assertThat(entity.forgetBefore(START + 4 * EVERY))
                .isEqualTo(new EntityAggregates.Rest(true, false, EntityAggregates.NEVER));
        assertThat(entity.forgetBefore(START + 5 * EVERY))
                .isEqualTo(new EntityAggregates.Rest(false, false, EntityAggregates.NEVER));
    }

    @Test
    void changesAtEverySlideWhatIsAnAge() throws IOException {
        ViewConfig view = view(List.of(column("age", Function.TIME_SINCE_LAST, null, Duration.ofMinutes(3))));
        EntityAggregates entity = new EntityAggregates(plan(view), new MemoryTiles());

        entity.add(new Event(START + 1, 1, 1, null).row(), START + 1, START);
        assertThat(entity.forgetBefore(START + EVERY))
                .isEqualTo(new EntityAggregates.Rest(true, true, START + 2 * EVERY));
        assertThat(entity.forgetBefore(START + 4 * EVERY))
                .isEqualTo(new EntityAggregates.Rest(true, false, EntityAggregates.NEVER));
    }

    @Test
    void leavesOutWhatNoWindowHolds() throws IOException {
        ViewConfig view = view(List.of(column("count", Function.COUNT, null, Duration.ofMinutes(3))));
        EntityAggregates entity = new EntityAggregates(plan(view), new MemoryTiles());

        assertThat(entity.add(new Event(START, 1, 1, null).row(), START, START + 4 * EVERY))
                .isFalse();
        assertThat(entity.forgetBefore(START + 3 * EVERY).held()).isFalse();
        assertThat(entity.add(new Event(START, 1, 1, null).row(), START, START + 3 * EVERY))
                .isTrue();
    }

    @Test
    void leavesOutResultsOutOfBounds() throws IOException {
        ViewConfig.Column bounded = new ViewConfig.Column(
                "sum",
                FieldType.FLOAT,
                "",
                "",
                null,
                0.0,
                10.0,
                aggregate(Function.SUM, "amount", Duration.ofMinutes(1)),
                null);
        EntityAggregates entity = new EntityAggregates(plan(view(List.of(bounded))), new MemoryTiles());

        entity.add(new Event(START, 10, 1, null).row(), START, START);
        assertThat(entity.values(START + EVERY).number(0)).isEqualTo(10);
        entity.add(new Event(START, 1, 1, null).row(), START, START);
        assertThat(entity.values(START + EVERY).number(0)).isNaN();
    }

    private static Event event(Random random, long end) {
        long back = random.nextInt(6) == 0 ? random.nextInt(50 * 3600_000) : random.nextInt(200_000);
        long ahead = random.nextInt(5) == 0 ? random.nextInt(20 * (int) EVERY) : random.nextInt((int) EVERY);
        return new Event(
                end - back + ahead,
                random.nextInt(10) == 0 ? Double.NaN : random.nextInt(1000) / 8.0,
                random.nextInt(3),
                random.nextInt(10) == 0 ? null : "k" + random.nextInt(40));
    }

    /** What is computed from every event so far, without tiles. */
    private static Values expected(ViewConfig view, List<Event> events, long end) {
        double[] numbers = new double[view.columns().size()];
        @Nullable String[] texts = new String[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            ViewConfig.Column column = view.columns().get(i);
            Aggregate aggregate = column.aggregate();
            if (aggregate == null) {
                double quotient = numbers[0] / numbers[1];
                numbers[i] = Double.isFinite(quotient) ? quotient : Double.NaN;
                continue;
            }
            long from = new TileLevels(EVERY, aggregate.over().toMillis()).from(end);
            List<Event> held = events.stream()
                    .filter(event -> event.millis >= from && event.millis < end)
                    .toList();
            numbers[i] = number(aggregate, held, end);
            texts[i] = aggregate.function() == Function.LAST ? last(held) : null;
        }
        return new Values(numbers, texts, new float[0][]);
    }

    private static @Nullable String last(List<Event> held) {
        return held.stream()
                .filter(event -> event.kind != null)
                .max(Comparator.comparingLong(Event::millis).thenComparing(event -> String.valueOf(event.kind)))
                .map(Event::kind)
                .orElse(null);
    }

    private static double number(Aggregate aggregate, List<Event> held, long end) {
        double[] numbers = held.stream()
                .mapToDouble(event -> aggregate.per() == null ? event.amount : event.amount / event.rate)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        double mean = Arrays.stream(numbers).average().orElse(Double.NaN);
        return switch (aggregate.function()) {
            case COUNT -> held.size();
            case SUM -> Arrays.stream(numbers).sum();
            case MEAN -> mean;
            case DEVIATION ->
                Math.sqrt(Arrays.stream(numbers)
                        .map(number -> (number - mean) * (number - mean))
                        .average()
                        .orElse(Double.NaN));
            case MIN -> numbers.length == 0 ? Double.NaN : numbers[0];
            case MAX -> numbers.length == 0 ? Double.NaN : numbers[numbers.length - 1];
            case MEDIAN -> quantile(numbers, 0.5);
            case QUANTILE -> quantile(numbers, aggregate.rank());
            case DISTINCT ->
                held.stream()
                        .map(Event::kind)
                        .filter(kind -> kind != null)
                        .distinct()
                        .count();
            case LAST -> Double.NaN;
            case TIME_SINCE_LAST ->
                held.stream().mapToLong(Event::millis).max().stream()
                        .mapToDouble(last -> (end - last) / 1000.0)
                        .findFirst()
                        .orElse(Double.NaN);
        };
    }

    /** Definition 2 of Hyndman and Fan (The American Statistician 50, 1996). */
    private static double quantile(double[] sorted, double rank) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double place = rank * sorted.length;
        int below = (int) Math.ceil(place) - 1;
        int above = (int) Math.floor(place);
        return (sorted[Math.max(0, below)] + sorted[Math.min(sorted.length - 1, above)]) / 2;
    }

    private static void assertSame(Values actual, Values expected, String when) {
        for (int i = 0; i < expected.size(); i++) {
            double number = expected.number(i);
            if (Double.isNaN(number)) {
                assertThat(actual.number(i)).as("%s, column %d", when, i).isNaN();
            } else {
                assertThat(actual.number(i))
                        .as("%s, column %d", when, i)
                        .isCloseTo(number, within(1e-9 * Math.max(1, Math.abs(number))));
            }
            assertThat(actual.text(i)).as("%s, column %d", when, i).isEqualTo(expected.text(i));
        }
    }

    private static ViewConfig everyFunctionOverEveryWindow() {
        List<ViewConfig.Column> columns = new ArrayList<>();
        for (Function function : Function.values()) {
            for (Duration window : WINDOWS) {
                String of =
                        switch (function) {
                            case COUNT, TIME_SINCE_LAST -> null;
                            case DISTINCT, LAST -> "kind";
                            default -> "amount";
                        };
                columns.add(column(function + "_" + window.toMinutes(), function, of, window));
            }
        }
        columns.add(new ViewConfig.Column(
                "ratio",
                FieldType.FLOAT,
                "",
                "",
                null,
                null,
                null,
                null,
                new ViewConfig.Ratio(columns.get(0).name(), columns.get(1).name())));
        columns.add(PaymentView.column(
                "per",
                FieldType.FLOAT,
                new Aggregate(Function.MEAN, "amount", "rate", WINDOWS.get(2), 0.5, Duration.ofSeconds(1))));
        return view(columns);
    }

    private static ViewConfig.Column column(String name, Function function, @Nullable String of, Duration over) {
        FieldType type = function == Function.LAST ? FieldType.CATEGORY : FieldType.FLOAT;
        return PaymentView.column(name, type, aggregate(function, of, over));
    }

    private static Aggregate aggregate(Function function, @Nullable String of, Duration over) {
        return new Aggregate(function, of, null, over, 0.9, Duration.ofSeconds(1));
    }

    private static ViewConfig view(List<ViewConfig.Column> columns) {
        return PaymentView.of(
                List.of(AMOUNT, RATE, KIND),
                columns,
                new PaymentView.Times(
                        Duration.ofHours(1), Duration.ofMillis(EVERY), Duration.ofHours(1), Duration.ZERO));
    }

    private static AggregatePlan plan(ViewConfig view) {
        ViewConfig.Stream stream = (ViewConfig.Stream) view.source();
        return AggregatePlan.of(view, stream, Schema.ofEvent(stream.events()));
    }

    /** Tiles as bytes, so that each is written and read again whenever it is touched. */
    private static final class StoredBytes implements TileStore {
        private final AggregatePlan plan;
        private final Map<TileId, byte[]> bytes = new HashMap<>();

        StoredBytes(AggregatePlan plan) {
            this.plan = plan;
        }

        @Override
        public @Nullable Tile get(TileId id) throws IOException {
            byte[] stored = bytes.get(id);
            return stored == null ? null : plan.readTile(id, new DataInputStream(new ByteArrayInputStream(stored)));
        }

        @Override
        public void put(TileId id, Tile tile) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            tile.write(new DataOutputStream(out));
            bytes.put(id, out.toByteArray());
        }

        @Override
        public void remove(TileId id) {
            bytes.remove(id);
        }

        @Override
        public List<TileId> ids() {
            return List.copyOf(bytes.keySet());
        }
    }
}
