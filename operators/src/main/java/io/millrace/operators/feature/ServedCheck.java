package io.millrace.operators.feature;

import io.millrace.config.FeatureConfig;
import io.millrace.config.FieldType;
import io.millrace.config.ViewConfig;
import io.millrace.models.aggregate.AggregatePlan;
import io.millrace.models.aggregate.Aggregated;
import io.millrace.operators.record.FeatureCheck;
import io.millrace.operators.record.FeatureCheck.Outcome;
import io.millrace.operators.record.ServedFeatures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was served of a view with what its stream says.
 *
 * <p>What was served with age {@code a} at time {@code t} is of time {@code t - a}, and is compared with the values of that
 * time. It is behind if other values count as of {@code t}, which are at least {@code known-after} old. A key of which
 * nothing was served is behind, too, if it became known with the last slide that counts only: the values of that slide may
 * have been on their way.
 */
final class ServedCheck {
    /** Numbers that differ by more than this, relative to the larger, are not the same. */
    static final double EXACT = 1e-9;
    /** The same for numbers that a sketch estimates from so many values that it depends on their order. */
    static final double ESTIMATED = 0.05;

    private final AggregatePlan plan;
    private final EntityHistory history;
    private final long everyMillis;
    private final long knownAfterMillis;
    private final List<Column> columns = new ArrayList<>();

    /**
     * A column that the pipeline uses.
     *
     * @param index in the view
     */
    private record Column(String feature, int index, boolean text) {}

    /** The values at some time. */
    private record Known(Aggregated at) {

        boolean has(Column column) {
            return at.holds() && has(column, at);
        }

        private static boolean has(Column column, Aggregated at) {
            return column.text
                    ? at.values().text(column.index) != null
                    : !Double.isNaN(at.values().number(column.index));
        }

        boolean is(Column column, double number, @Nullable String text) {
            if (column.text) {
                String known = at.values().text(column.index);
                return known == null ? text == null : known.equals(text);
            }
            double known = at.values().number(column.index);
            double tolerance = at.estimated().get(column.index) ? ESTIMATED : EXACT;
            return Double.compare(known, number) == 0
                    || Math.abs(known - number) <= tolerance * Math.max(Math.abs(known), Math.abs(number));
        }

        boolean is(Column column, Known other) {
            return is(column, other.number(column), other.text(column));
        }

        double number(Column column) {
            return at.values().number(column.index);
        }

        @Nullable
        String text(Column column) {
            return at.values().text(column.index);
        }
    }

    /**
     * What a row is compared with.
     *
     * @param then the values of the time that it was served as
     * @param now the values as of the row
     * @param before what was known one slide earlier
     */
    private record Truth(Known then, Known now, Known before) {}

    ServedCheck(FeatureConfig feature, AggregatePlan plan, EntityHistory history) {
        this.plan = plan;
        this.history = history;
        this.everyMillis = feature.view().stream().every().toMillis();
        this.knownAfterMillis = feature.view().stream().knownAfter().toMillis();
        for (ViewConfig.Column column : feature.use()) {
            columns.add(new Column(
                    feature.view().view() + "." + column.name(),
                    plan.columns().indexOf(column.name()),
                    column.type() == FieldType.CATEGORY));
        }
    }

    /** Compares a row once the watermark has passed its time. */
    void check(ServedFeatures row, long watermark, Consumer<FeatureCheck> out) throws IOException {
        Truth truth = truth(row, watermark);
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (truth == null) {
                out.accept(compared(column, row, Outcome.UNCHECKED, /* known= */ Double.NaN, Double.NaN));
            } else if (row.served(i)) {
                double number = row.values().number(i);
                Outcome outcome = served(column, number, row.values().text(i), truth);
                out.accept(compared(column, row, outcome, truth.then.number(column), number));
            } else {
                Outcome outcome = unserved(column, row.timed(), truth);
                out.accept(compared(column, row, outcome, /* known= */ Double.NaN, Double.NaN));
            }
        }
    }

    /** What is to be known of the row, or null if it is not kept any more. */
    private @Nullable Truth truth(ServedFeatures row, long watermark) throws IOException {
        long now = plan.endAt(row.timeMillis() - knownAfterMillis);
        long then = row.timed() ? plan.endAt(row.timeMillis() - row.ageMillis()) : now;
        long before = row.timed() ? then : now - everyMillis;
        if (before < history.oldest(watermark)) {
            return null;
        }
        Known atNow = new Known(history.at(now));
        return new Truth(
                then == now ? atNow : new Known(history.at(then)),
                atNow,
                before == now ? atNow : new Known(history.at(before)));
    }

    private static Outcome served(Column column, double number, @Nullable String text, Truth truth) {
        if (!truth.then.is(column, number, text)) {
            return truth.then.has(column) ? Outcome.MISMATCH : Outcome.EXTRA;
        }
        return truth.now.is(column, truth.then) ? Outcome.MATCH : Outcome.BEHIND;
    }

    private static Outcome unserved(Column column, boolean timed, Truth truth) {
        if (truth.then.has(column)) {
            return timed || truth.before.has(column) ? Outcome.MISSING : Outcome.BEHIND;
        }
        return truth.now.has(column) ? Outcome.BEHIND : Outcome.MATCH;
    }

    private static FeatureCheck compared(
            Column column, ServedFeatures row, Outcome outcome, double known, double number) {
        boolean two = Double.isFinite(known) && Double.isFinite(number) && outcome != Outcome.EXTRA;
        return new FeatureCheck(
                column.feature,
                row.timeMillis(),
                outcome,
                two ? Math.abs(known - number) : 0,
                two ? Math.abs(known) + Math.abs(number) : 0,
                row.ageMillis());
    }
}
