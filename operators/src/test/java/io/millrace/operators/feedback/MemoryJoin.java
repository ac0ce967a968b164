package io.millrace.operators.feedback;

import io.millrace.config.LabelsConfig;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.Label;
import io.millrace.operators.record.LabelEvent;
import io.millrace.operators.record.Scored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A {@link LabelJoin} whose state and alarms are in memory. */
final class MemoryJoin implements LabelJoin.Output {
    private final LabelsConfig config;
    private final JoinClock clock = new JoinClock();
    private final FeedbackMaker maker;
    private final Map<String, Keyed> keys = new TreeMap<>();
    private final List<Feedback> feedback = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private int orphans;
    private long turnedTo = JoinClock.UNKNOWN;

    MemoryJoin(LabelsConfig config) {
        this.config = config;
        this.maker =
                new FeedbackMaker(new DelayProfiles(), config.waiting().row().toMillis());
    }

    JoinClock clock() {
        return clock;
    }

    List<Feedback> feedback() {
        return feedback;
    }

    List<String> said() {
        return said.stream().sorted().toList();
    }

    int orphans() {
        return orphans;
    }

    /** Rows, labels and alarms that are kept. */
    int kept() {
        return keys.values().stream().mapToInt(Keyed::size).sum();
    }

    LabelJoin.Taken row(Scored row) throws Exception {
        String key =
                switch (config.match().by()) {
                    case PREDICTION -> row.id();
                    case EVENT -> row.eventId();
                    case KEY -> row.key();
                };
        return of(key).join.row(row, clock);
    }

    LabelJoin.Taken label(LabelEvent event) throws Exception {
        return of(event.target()).join.label(event, clock);
    }

    private Keyed of(String key) {
        return keys.computeIfAbsent(key, any -> new Keyed());
    }

    /** The clock was turned. */
    void turned() throws Exception {
        if (clock.together() == turnedTo) {
            return;
        }
        turnedTo = clock.together();
        for (Keyed each : List.copyOf(keys.values())) {
            each.ring();
        }
    }

    @Override
    public void feedback(Scored row, LabelJoin.Change change) {
        Feedback made = maker.of(row, change);
        feedback.add(made);
        said.add(text(made));
    }

    @Override
    public void orphan(LabelEvent label, String why) {
        orphans++;
        said.add("ORPHAN " + label.target() + " " + label.label().identity());
    }

    static String text(Feedback feedback) {
        Feedback.Evidence evidence = feedback.evidence();
        return evidence == null
                ? feedback.scored().id() + " " + feedback.kind()
                : String.join(
                        " ",
                        feedback.scored().id(),
                        feedback.kind().name(),
                        feedback.label(),
                        feedback.replaced(),
                        evidence.cause());
    }

    /** The state of one key. */
    private final class Keyed implements JoinState {
        private final LabelJoin join = new LabelJoin(config, this, MemoryJoin.this);
        private final Map<String, Scored> rows = new HashMap<>();
        private final Map<String, List<Label>> labels = new HashMap<>();
        private final Map<String, Held> held = new HashMap<>();
        private final TreeMap<Long, Set<Alarm>> alarms = new TreeMap<>();

        int size() {
            return rows.size() + labels.size() + held.size() + alarms.size();
        }

        void ring() throws Exception {
            while (!alarms.isEmpty() && alarms.firstKey() <= clock.together()) {
                for (Alarm alarm : alarms.pollFirstEntry().getValue()) {
                    join.ring(alarm, clock);
                }
            }
        }

        @Override
        public @Nullable Scored row(String id) {
            return rows.get(id);
        }

        @Override
        public List<Scored> rows() {
            return List.copyOf(rows.values());
        }

        @Override
        public void open(Scored row) {
            rows.put(row.id(), row);
        }

        @Override
        public void close(String id) {
            rows.remove(id);
            labels.remove(id);
        }

        @Override
        public List<Label> labels(String id) {
            return labels.getOrDefault(id, List.of());
        }

        @Override
        public void labels(String id, List<Label> of) {
            labels.put(id, of);
        }

        @Override
        public @Nullable Held held(String identity) {
            return held.get(identity);
        }

        @Override
        public List<Held> held() {
            return List.copyOf(held.values());
        }

        @Override
        public void hold(Held label) {
            held.put(label.identity(), label);
        }

        @Override
        public void release(String identity) {
            held.remove(identity);
        }

        @Override
        public void wake(Alarm alarm, long millis) {
            alarms.computeIfAbsent(millis, any -> new LinkedHashSet<>()).add(alarm);
        }
    }
}
