package io.millrace.operators.feedback;

import io.millrace.config.LabelsConfig;
import io.millrace.config.LabelsConfig.By;
import io.millrace.operators.feedback.LabelPolicy.Choice;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.Label;
import io.millrace.operators.record.LabelEvent;
import io.millrace.operators.record.Scored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Joins scored rows with their labels, for one key at a time.
 *
 * <p>A row is open from its coming until {@code labels.wait} after its event; then it and everything about it is forgotten.
 * While it is open, each change of the label that holds leaves as feedback; if none holds at the end, that does. A label
 * without a row is held until {@code labels.early} after its time and then an orphan. So what is kept is bounded by the rows
 * and labels of {@code wait}, and no timer of state, which would count the machine's time, is needed.
 *
 * <p>A label with a time is about the last event of its key at or before it. It takes the row of that very time at once, and
 * any other only when all rows up to its time have come. Where it has gone, its later revisions go.
 */
final class LabelJoin {
    private static final Comparator<Scored> LATEST =
            Comparator.comparingLong(Scored::timeMillis).thenComparing(Scored::id);

    private final LabelsConfig config;
    private final long waitMillis;
    private final LabelPolicy policy;
    private final JoinState state;
    private final Output out;

    /** Where things go. */
    interface Output {

        /** What became known. */
        void feedback(Scored row, Change change);

        /** A label that found no row. */
        void orphan(LabelEvent label, String why);
    }

    /**
     * What a row's labels say now.
     *
     * @param before what held, or null
     * @param after what holds, or null
     * @param cause the label that brought it, or null if the row's wait is over
     * @param arrivedMillis event time when that label came
     */
    record Change(
            @Nullable Choice before,
            @Nullable Choice after,
            @Nullable Label cause,
            long arrivedMillis) {

        Feedback.Kind kind() {
            if (cause == null) {
                return Feedback.Kind.ABSENT;
            }
            if (after == null) {
                return Feedback.Kind.RETRACTION;
            }
            return before == null ? Feedback.Kind.TRUTH : Feedback.Kind.CORRECTION;
        }
    }

    /** What became of a row or of a label. */
    enum Taken {
        ROW,
        ROW_REPEATED,
        ROW_LATE,
        LABEL,
        LABEL_REPEATED,
        LABEL_HELD,
        LABEL_ORPHAN
    }

    LabelJoin(LabelsConfig config, JoinState state, Output out) {
        this.config = config;
        this.waitMillis = config.waiting().row().toMillis();
        this.policy = new LabelPolicy(config.conflict());
        this.state = state;
        this.out = out;
    }

    /** A scored row of the key has come. */
    Taken row(Scored row, JoinClock clock) throws Exception {
        if (row.timeMillis() + waitMillis <= clock.together()) {
            return Taken.ROW_LATE;
        }
        if (state.row(row.id()) != null) {
            return Taken.ROW_REPEATED;
        }
        state.open(row);
        state.wake(new Alarm(Alarm.Kind.ROW, row.id()), row.timeMillis() + waitMillis);
        settle(state.held(), clock);
        return Taken.ROW;
    }

    /** A label of the key has come. */
    Taken label(LabelEvent event, JoinClock clock) throws Exception {
        Label label = event.label();
        if (state.held(label.identity()) != null) {
            return Taken.LABEL_REPEATED;
        }
        Held held = new Held(event, clock.scored());
        Scored row = find(event, clock);
        if (row != null) {
            return attach(row, List.of(held)) ? Taken.LABEL : Taken.LABEL_REPEATED;
        }
        state.hold(held);
        long time = label.moment().timeMillis();
        if (time != Label.NO_TIME) {
            state.wake(new Alarm(Alarm.Kind.SETTLE, label.identity()), time);
        }
        state.wake(new Alarm(Alarm.Kind.LABEL, label.identity()), deadline(held));
        return Taken.LABEL_HELD;
    }

    /** An alarm rings. */
    void ring(Alarm alarm, JoinClock clock) throws Exception {
        if (alarm.kind() == Alarm.Kind.ROW) {
            close(alarm.about());
            return;
        }
        Held held = state.held(alarm.about());
        if (held == null) {
            return;
        }
        settle(of(held.event().label().moment().timeMillis()), clock);
        if (alarm.kind() == Alarm.Kind.LABEL && state.held(alarm.about()) != null) {
            giveUp(held, clock);
        }
    }

    private List<Held> of(long timeMillis) throws Exception {
        return state.held().stream()
                .filter(held -> held.event().label().moment().timeMillis() == timeMillis)
                .toList();
    }

    private void close(String id) throws Exception {
        Scored row = state.row(id);
        if (row == null) {
            return;
        }
        List<Label> labels = state.labels(id);
        if (policy.choose(labels) == null) {
            out.feedback(row, new Change(null, null, null, JoinClock.UNKNOWN));
        }
        state.close(id);
    }

    /* A label that came before any time was known begins to wait when one is. */
    private void giveUp(Held held, JoinClock clock) throws Exception {
        if (held.arrivedMillis() == JoinClock.UNKNOWN
                && held.event().label().moment().timeMillis() == Label.NO_TIME) {
            Held known = new Held(held.event(), clock.scored());
            state.hold(known);
            state.wake(new Alarm(Alarm.Kind.LABEL, held.identity()), deadline(known));
            return;
        }
        state.release(held.identity());
        out.orphan(held.event(), why(held.event()));
    }

    private String why(LabelEvent label) {
        return "no scored row within labels.early = " + config.waiting().early() + ": "
                + config.match().field() + "="
                + label.target() + "; it was not scored, or more than labels.wait = "
                + config.waiting().row() + " ago";
    }

    /* A label that does not say when the truth was is about something older than its record, but not older than rows are
     * kept: in a replay of the past its record is new. */
    private long deadline(Held held) {
        Label.Moment moment = held.event().label().moment();
        long early = config.waiting().early().toMillis();
        if (moment.timeMillis() != Label.NO_TIME) {
            return Math.max(moment.timeMillis(), held.arrivedMillis()) + early;
        }
        long latest = held.arrivedMillis() + Math.max(early, waitMillis);
        return Math.min(Math.max(moment.knownMillis(), held.arrivedMillis()) + early, latest);
    }

    /* Several labels that find one row are one change, so that nothing depends on their order. */
    private void settle(List<Held> candidates, JoinClock clock) throws Exception {
        Map<String, List<Held>> byRow = new TreeMap<>();
        for (Held held : candidates) {
            Scored row = find(held.event(), clock);
            if (row != null) {
                byRow.computeIfAbsent(row.id(), id -> new ArrayList<>()).add(held);
            }
        }
        for (Map.Entry<String, List<Held>> each : byRow.entrySet()) {
            Scored row = state.row(each.getKey());
            if (row != null) {
                attach(row, each.getValue());
            }
            for (Held held : each.getValue()) {
                state.release(held.identity());
            }
        }
    }

    /** Gives labels to a row; false if it has them all already. */
    private boolean attach(Scored row, List<Held> found) throws Exception {
        List<Label> before = state.labels(row.id());
        List<Label> after = new ArrayList<>(before);
        Map<Label, Held> added = new HashMap<>();
        for (Held held : found) {
            Label label = held.event().label();
            if (after.stream().noneMatch(each -> each.identity().equals(label.identity()))) {
                after.add(label);
                added.put(label, held);
            }
        }
        if (added.isEmpty()) {
            return false;
        }
        state.labels(row.id(), after);
        Choice held = policy.choose(before);
        Choice holds = policy.choose(after);
        if (!sameValue(held, holds)) {
            Label cause = holds != null && added.containsKey(holds.label())
                    ? holds.label()
                    : LabelPolicy.newest(added.keySet());
            long arrived = Objects.requireNonNull(added.get(cause)).arrivedMillis();
            out.feedback(row, new Change(held, holds, cause, arrived));
        }
        return true;
    }

    private static boolean sameValue(@Nullable Choice one, @Nullable Choice other) {
        return Objects.equals(one == null ? null : one.value(), other == null ? null : other.value());
    }

    /** The row that a label is about, if it is there and nothing better can come any more. */
    private @Nullable Scored find(LabelEvent event, JoinClock clock) throws Exception {
        if (config.match().by() == By.PREDICTION) {
            return state.row(event.target());
        }
        List<Scored> rows = state.rows();
        if (event.label().revision().id() != null) {
            for (Scored row : rows) {
                String voice = event.label().voice();
                if (state.labels(row.id()).stream()
                        .anyMatch(label -> label.voice().equals(voice))) {
                    return row;
                }
            }
        }
        long time = event.label().moment().timeMillis();
        if (time == Label.NO_TIME) {
            return rows.stream().max(LATEST).orElse(null);
        }
        Duration within = config.match().within();
        long earliest = within == null ? Long.MIN_VALUE : time - within.toMillis();
        Scored last = rows.stream()
                .filter(row -> row.timeMillis() <= time && row.timeMillis() >= earliest)
                .filter(row -> time < row.timeMillis() + waitMillis)
                .max(LATEST)
                .orElse(null);
        return last != null && (last.timeMillis() == time || clock.scored() >= time) ? last : null;
    }
}
