package io.millrace.models.aggregate;

import io.millrace.config.FieldType;
import io.millrace.config.ViewConfig;
import io.millrace.config.ViewConfig.Aggregate;
import io.millrace.models.feature.Fields;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import java.io.DataInput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the columns of a view are computed from a stream's events: which values are aggregated over which windows. */
public final class AggregatePlan {
    private final Schema columns;
    private final List<ViewConfig.Column> declared;
    private final long everyMillis;
    private final List<Window> windows;
    private final List<Quotient> quotients;
    private final boolean ageing;

    /** The columns of one window, with the same tiles. */
    record Window(TileLevels levels, List<Measured> columns) {

        Tile newTile() {
            return new Tile(columns.stream()
                    .map(column -> Accumulators.of(column.aggregate))
                    .toArray(Accumulator[]::new));
        }
    }

    /**
     * An aggregated column.
     *
     * @param index in the view
     * @param of index of the event's field that is aggregated, or -1
     * @param per index of the field that each value is divided by first, or -1
     */
    record Measured(int index, Aggregate aggregate, int of, int per) {

        void add(Fields event, long eventMillis, Accumulator accumulator) {
            accumulator.add(eventMillis, number(event), of < 0 ? null : event.text(of));
        }

        private double number(Fields event) {
            double number = of < 0 ? Double.NaN : event.number(of);
            double quotient = per < 0 ? number : number / event.number(per);
            return Double.isFinite(quotient) ? quotient : Double.NaN;
        }
    }

    /** A column that is another one divided by a third; all by index in the view. */
    private record Quotient(int index, int of, int per) {}

    private AggregatePlan(ViewConfig view, long everyMillis, List<Window> windows, List<Quotient> quotients) {
        this.columns = Schema.ofView(view);
        this.declared = view.columns();
        this.everyMillis = everyMillis;
        this.windows = List.copyOf(windows);
        this.quotients = List.copyOf(quotients);
        this.ageing = windows.stream()
                .flatMap(window -> window.columns.stream())
                .anyMatch(column -> column.aggregate.function() == Aggregate.Function.TIME_SINCE_LAST);
    }

    /**
     * The plan of a view that is computed from a stream.
     *
     * @param events the columns of the stream's events
     */
    public static AggregatePlan of(ViewConfig view, ViewConfig.Stream stream, Schema events) {
        Schema columns = Schema.ofView(view);
        Map<Duration, List<Measured>> byWindow = new LinkedHashMap<>();
        List<Quotient> quotients = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            ViewConfig.Column column = view.columns().get(i);
            Aggregate aggregate = column.aggregate();
            ViewConfig.Ratio ratio = column.ratio();
            if (aggregate != null) {
                byWindow.computeIfAbsent(aggregate.over(), unused -> new ArrayList<>())
                        .add(new Measured(i, aggregate, index(events, aggregate.of()), index(events, aggregate.per())));
            } else if (ratio != null) {
                quotients.add(new Quotient(i, columns.indexOf(ratio.of()), columns.indexOf(ratio.per())));
            }
        }
        long everyMillis = stream.every().toMillis();
        List<Window> windows = new ArrayList<>();
        byWindow.forEach((over, measured) ->
                windows.add(new Window(new TileLevels(everyMillis, over.toMillis()), List.copyOf(measured))));
        return new AggregatePlan(view, everyMillis, windows, quotients);
    }

    private static int index(Schema events, @Nullable String field) {
        return field == null ? -1 : events.indexOf(field);
    }

    /** The columns of the view. */
    public Schema columns() {
        return columns;
    }

    /** The last multiple of the slide that is not after a moment. */
    public long endAt(long millis) {
        return Math.floorDiv(millis, everyMillis) * everyMillis;
    }

    /** The first multiple of the slide after a moment: where the window ends that first holds an event of that time. */
    public long endAfter(long millis) {
        return endAt(millis) + everyMillis;
    }

    /** Whether values change although no event comes or goes. */
    boolean ageing() {
        return ageing;
    }

    List<Window> windows() {
        return windows;
    }

    /** Reads what {@link Tile#write} wrote. */
    public Tile readTile(TileId id, DataInput in) throws IOException {
        List<Measured> measured = windows.get(id.window()).columns;
        Accumulator[] accumulators = new Accumulator[measured.size()];
        for (int i = 0; i < accumulators.length; i++) {
            accumulators[i] = Accumulators.read(measured.get(i).aggregate, in);
        }
        return new Tile(accumulators);
    }

    /** The values of the view's columns, from the merged tiles of each window. */
    Values values(List<Tile> merged, long endMillis) {
        double[] numbers = new double[columns.size()];
        Arrays.fill(numbers, Double.NaN);
        @Nullable String[] texts = new String[columns.size()];
        for (int window = 0; window < windows.size(); window++) {
            List<Measured> measured = windows.get(window).columns;
            for (int i = 0; i < measured.size(); i++) {
                Accumulator accumulator = merged.get(window).accumulator(i);
                int index = measured.get(i).index;
                numbers[index] = accumulator.number(endMillis);
                texts[index] = accumulator.text();
            }
        }
        for (Quotient quotient : quotients) {
            double value = numbers[quotient.of] / numbers[quotient.per];
            numbers[quotient.index] = Double.isFinite(value) ? value : Double.NaN;
        }
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = sound(declared.get(i), numbers[i]);
        }
        return new Values(numbers, texts, new float[0][]);
    }

    /** The columns, by index in the view, that are only estimated. */
    BitSet estimated(List<Tile> merged) {
        BitSet estimated = new BitSet(columns.size());
        for (int window = 0; window < windows.size(); window++) {
            List<Measured> measured = windows.get(window).columns;
            for (int i = 0; i < measured.size(); i++) {
                if (merged.get(window).accumulator(i).estimated()) {
                    estimated.set(measured.get(i).index);
                }
            }
        }
        for (Quotient quotient : quotients) {
            if (estimated.get(quotient.of) || estimated.get(quotient.per)) {
                estimated.set(quotient.index);
            }
        }
        return estimated;
    }

    /** The value as the column's type has it, or NaN if it is out of the column's bounds. */
    private static double sound(ViewConfig.Column column, double number) {
        double value = column.type() == FieldType.INT ? Math.rint(number) : number;
        return column.allows(value) ? value : Double.NaN;
    }
}
