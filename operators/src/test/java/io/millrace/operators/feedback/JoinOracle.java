package io.millrace.operators.feedback;

import io.millrace.config.LabelsConfig;
import io.millrace.config.LabelsConfig.By;
import io.millrace.operators.record.Label;
import io.millrace.operators.record.LabelEvent;
import io.millrace.operators.record.Scored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a join must say: all rows and labels in lists, looked through from the beginning at every step. */
final class JoinOracle {
    private static final Comparator<Label> TIME = Comparator.comparing(
                    (Label label) -> label.moment().timeMillis())
            .thenComparing(label -> label.moment().knownMillis())
            .thenComparing(Label::position);
    private static final Comparator<Label> REVISION =
            Comparator.comparing((Label label) -> label.revision().number()).thenComparing(TIME);

    private final LabelsConfig config;
    private final long wait;
    private final long early;
    private final JoinClock clock;
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final List<Pending> pending = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private int orphans;
    private long turnedTo = JoinClock.UNKNOWN;

    /** A row with all that was said about it. */
    private static final class Row {
        private final Scored scored;
        private final List<Label> labels = new ArrayList<>();
        private boolean open = true;

        Row(Scored scored) {
            this.scored = scored;
        }
    }

    /** A label without a row. */
    private static final class Pending {
        private final LabelEvent event;
        private long arrived;

        Pending(LabelEvent event, long arrived) {
            this.event = event;
            this.arrived = arrived;
        }

        Label label() {
            return event.label();
        }

        boolean timed() {
            return label().moment().timeMillis() != Label.NO_TIME;
        }
    }

    JoinOracle(LabelsConfig config, JoinClock clock) {
        this.config = config;
        this.wait = config.waiting().row().toMillis();
        this.early = config.waiting().early().toMillis();
        this.clock = clock;
    }

    List<String> said() {
        return said.stream().sorted().toList();
    }

    int orphans() {
        return orphans;
    }

    void row(Scored scored) {
        if (scored.timeMillis() + wait > clock.together() && !rows.containsKey(scored.id())) {
            rows.put(scored.id(), new Row(scored));
            settle(pending.stream()
                    .filter(each -> each.event.target().equals(name(scored)))
                    .toList());
        }
    }

    void label(LabelEvent event) {
        boolean waits = pending.stream()
                .anyMatch(each -> each.event.target().equals(event.target())
                        && each.label().identity().equals(event.label().identity()));
        if (!waits) {
            Pending label = new Pending(event, clock.scored());
            pending.add(label);
            settle(List.of(label));
        }
    }

    /** The clock was turned. */
    void turned() {
        if (clock.together() == turnedTo) {
            return;
        }
        turnedTo = clock.together();
        TreeSet<Long> times = new TreeSet<>();
        pending.stream()
                .filter(Pending::timed)
                .forEach(each -> times.add(each.label().moment().timeMillis()));
        for (long time : times) {
            if (time <= clock.together()) {
                settle(pending.stream()
                        .filter(each -> each.label().moment().timeMillis() == time)
                        .toList());
            }
        }
        for (Row row : rows.values()) {
            if (row.open && row.scored.timeMillis() + wait <= clock.together()) {
                row.open = false;
                if (value(row.labels) == null) {
                    said.add(row.scored.id() + " ABSENT");
                }
            }
        }
        giveUp();
    }

    private void giveUp() {
        for (Pending each : List.copyOf(pending)) {
            if (each.arrived == JoinClock.UNKNOWN && !each.timed() && clock.together() != JoinClock.UNKNOWN) {
                each.arrived = clock.scored();
            }
            long deadline = each.timed()
                    ? Math.max(each.label().moment().timeMillis(), each.arrived) + early
                    : Math.min(
                            Math.max(each.label().moment().knownMillis(), each.arrived) + early,
                            each.arrived + Math.max(wait, early));
            if (clock.together() != JoinClock.UNKNOWN && deadline <= clock.together()) {
                pending.remove(each);
                orphans++;
                said.add("ORPHAN " + each.event.target() + " " + each.label().identity());
            }
        }
    }

    private void settle(List<Pending> candidates) {
        Map<Row, List<Pending>> found = new LinkedHashMap<>();
        for (Pending each : candidates) {
            Row row = find(each.event);
            if (row != null) {
                found.computeIfAbsent(row, any -> new ArrayList<>()).add(each);
            }
        }
        found.forEach((row, labels) -> {
            pending.removeAll(labels);
            attach(row, labels);
        });
    }

    private @Nullable Row find(LabelEvent event) {
        List<Row> of = rows.values().stream()
                .filter(row -> row.open && name(row.scored).equals(event.target()))
                .toList();
        if (config.match().by() == By.PREDICTION) {
            return of.isEmpty() ? null : of.get(0);
        }
        if (event.label().revision().id() != null) {
            for (Row row : of) {
                if (row.labels.stream()
                        .anyMatch(label -> Objects.equals(
                                label.revision().id(), event.label().revision().id()))) {
                    return row;
                }
            }
        }
        Comparator<Row> latest = Comparator.comparing(row -> row.scored.timeMillis());
        long time = event.label().moment().timeMillis();
        if (time == Label.NO_TIME) {
            return of.stream().max(latest).orElse(null);
        }
        long within = config.match().within() == null
                ? wait
                : Math.min(wait - 1, config.match().within().toMillis());
        Row last = of.stream()
                .filter(row -> row.scored.timeMillis() <= time)
                .max(latest)
                .orElse(null);
        if (last == null || time - last.scored.timeMillis() > within || time - last.scored.timeMillis() >= wait) {
            return null;
        }
        return last.scored.timeMillis() == time || clock.scored() >= time ? last : null;
    }

    private String name(Scored row) {
        return switch (config.match().by()) {
            case PREDICTION -> row.id();
            case EVENT -> row.eventId();
            case KEY -> row.key();
        };
    }

    private void attach(Row row, List<Pending> found) {
        Label before = value(row.labels);
        List<Label> added = new ArrayList<>();
        for (Pending each : found) {
            boolean known = row.labels.stream()
                    .anyMatch(label -> label.identity().equals(each.label().identity()));
            if (!known) {
                row.labels.add(each.label());
                added.add(each.label());
            }
        }
        Label after = value(row.labels);
        String old = before == null ? null : before.value();
        String now = after == null ? null : after.value();
        if (!Objects.equals(old, now)) {
            Label cause = added.contains(after) && after != null
                    ? after
                    : added.stream().max(REVISION).orElseThrow();
            String kind = now == null ? "RETRACTION" : old == null ? "TRUTH" : "CORRECTION";
            said.add(String.join(" ", row.scored.id(), kind, now, old, cause.identity()));
        }
    }

    private @Nullable Label value(List<Label> labels) {
        Map<String, Label> voices = new HashMap<>();
        labels.stream().sorted(REVISION).forEach(label -> voices.put(label.voice(), label));
        List<Label> left = new ArrayList<>(voices.values().stream()
                .filter(label -> label.value() != null)
                .sorted(TIME)
                .toList());
        if (left.size() < config.conflict().majority() || left.isEmpty()) {
            return null;
        }
        return switch (config.conflict().policy()) {
            case LAST_WRITE -> left.get(left.size() - 1);
            case PRIORITY -> best(left);
            case MAJORITY -> most(left);
        };
    }

    private Label best(List<Label> left) {
        for (String source : config.conflict().priority()) {
            for (int i = left.size() - 1; i >= 0; i--) {
                if (source.equals(left.get(i).author().source())) {
                    return left.get(i);
                }
            }
        }
        return left.get(left.size() - 1);
    }

    private static Label most(List<Label> left) {
        Label best = left.get(left.size() - 1);
        for (int i = left.size() - 1; i >= 0; i--) {
            if (votes(left, left.get(i)) > votes(left, best)) {
                best = left.get(i);
            }
        }
        return best;
    }

    private static long votes(List<Label> left, Label of) {
        return left.stream()
                .filter(each -> Objects.equals(each.value(), of.value()))
                .count();
    }
}
