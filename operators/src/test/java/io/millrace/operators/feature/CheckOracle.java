package io.millrace.operators.feature;

import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureCheck;
import io.millrace.operators.record.FeatureCheck.Outcome;
import io.millrace.operators.record.ServedFeatures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What comparing should say, from a list of all events that counted and without any tile. */
final class CheckOracle {
    private static final long EVERY = CheckOperatorTest.EVERY;

    private final List<Event> counted = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final List<ServedFeatures> waiting = new ArrayList<>();
    private final List<FeatureCheck> checks = new ArrayList<>();
    private long watermark = Long.MIN_VALUE / 4;

    /** The values at some time. */
    record Known(double count, double sum, @Nullable String last) {}

    List<FeatureCheck> checks() {
        return checks;
    }

    void step(Object step) {
        if (step instanceof Event event) {
            boolean inTime = event.timeMillis() >= watermark - CheckOperatorTest.LATENESS;
            if (inTime && seen.add(event.key() + " " + event.id() + " " + event.timeMillis())) {
                counted.add(event);
            }
        } else if (step instanceof ServedFeatures row) {
            waiting.add(row);
        } else {
            watermark = (Long) step;
        }
        for (Iterator<ServedFeatures> rows = waiting.iterator(); rows.hasNext(); ) {
            ServedFeatures row = rows.next();
            if (row.timeMillis() <= watermark) {
                check(row);
                rows.remove();
            }
        }
    }

    /** What is known of a key at the end of a slide. */
    Known at(String key, long end) {
        double count = 0;
        double sum = 0;
        Event last = null;
        for (Event event : counted) {
            long time = event.timeMillis();
            if (event.key().equals(key) && time < end && time >= end - CheckOperatorTest.WINDOW) {
                count++;
                sum += event.fields().number(0);
                last = last == null || later(event, last) ? event : last;
            }
        }
        return new Known(count, sum, last == null ? null : last.fields().text(1));
    }

    /** Of two events of the same time the later one is the one with the later text. */
    private static boolean later(Event event, Event than) {
        return event.timeMillis() != than.timeMillis()
                ? event.timeMillis() > than.timeMillis()
                : String.valueOf(event.fields().text(1))
                                .compareTo(String.valueOf(than.fields().text(1)))
                        > 0;
    }

    private void check(ServedFeatures row) {
        long now = Math.floorDiv(row.timeMillis(), EVERY) * EVERY;
        long then = row.timed() ? row.timeMillis() - row.ageMillis() : now;
        long kept = watermark + 1 - 2 * CheckOperatorTest.MAX_AGE;
        boolean checked = (row.timed() ? then : now - EVERY) >= Math.floorDiv(kept, EVERY) * EVERY;
        Known was = at(row.key(), then);
        Known is = at(row.key(), now);
        Known before = at(row.key(), now - EVERY);
        boolean lag = !row.timed() && before.count == 0;
        add(row, "count", checked ? number(row, 0, lag, was.count, is.count, was, is) : null, was.count);
        add(row, "sum", checked ? number(row, 1, lag, was.sum, is.sum, was, is) : null, was.sum);
        add(row, "last", checked ? last(row, lag, was, is) : null, Double.NaN);
    }

    private static Outcome number(
            ServedFeatures row, int column, boolean lag, double was, double is, Known then, Known now) {
        if (!row.served(column)) {
            return unserved(lag, then, now);
        }
        if (row.values().number(column) != was) {
            return then.count == 0 ? Outcome.EXTRA : Outcome.MISMATCH;
        }
        return is == was ? Outcome.MATCH : Outcome.BEHIND;
    }

    private static Outcome last(ServedFeatures row, boolean lag, Known then, Known now) {
        if (!row.served(2)) {
            return unserved(lag, then, now);
        }
        if (!Objects.equals(row.values().text(2), then.last)) {
            return then.count == 0 ? Outcome.EXTRA : Outcome.MISMATCH;
        }
        return Objects.equals(then.last, now.last) ? Outcome.MATCH : Outcome.BEHIND;
    }

    private static Outcome unserved(boolean lag, Known then, Known now) {
        if (then.count == 0) {
            return now.count == 0 ? Outcome.MATCH : Outcome.BEHIND;
        }
        return lag ? Outcome.BEHIND : Outcome.MISSING;
    }

    private void add(ServedFeatures row, String column, @Nullable Outcome outcome, double known) {
        int index = column.equals("count") ? 0 : column.equals("sum") ? 1 : 2;
        double number = row.values().number(index);
        boolean two = outcome != null && outcome != Outcome.EXTRA && row.served(index) && !Double.isNaN(known);
        checks.add(new FeatureCheck(
                "spending." + column,
                row.timeMillis(),
                outcome == null ? Outcome.UNCHECKED : outcome,
                two ? Math.abs(known - number) : 0,
                two ? Math.abs(known) + Math.abs(number) : 0,
                row.ageMillis()));
    }
}
