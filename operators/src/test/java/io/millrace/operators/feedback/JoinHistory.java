package io.millrace.operators.feedback;

import io.millrace.config.EventsConfig;
import io.millrace.config.LabelsConfig;
import io.millrace.config.LabelsConfig.By;
import io.millrace.config.LabelsConfig.Policy;
import io.millrace.models.feature.Values;
import io.millrace.operators.record.Label;
import io.millrace.operators.record.LabelEvent;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Scored;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows, labels and turns of the clock, drawn from a seed: labels that come early, late, twice, out of order, that contradict
 * each other, take back what was said or have no row, and rows that come twice or too late.
 */
final class JoinHistory {
    static final long WAIT = 1000;
    static final long START = 1_700_000_000_000L;
    private static final String[] VALUES = {"1", "2", "3"};
    private static final @Nullable String[] SOURCES = {"human", "system", "other", null};

    private final Random random;
    private final LabelsConfig config;
    private final boolean timed;
    private final List<Object> steps = new ArrayList<>();
    private final List<Scored> rows = new ArrayList<>();
    private final List<LabelEvent> labels = new ArrayList<>();
    private final Map<String, Label> byIdentity = new HashMap<>();
    private final Set<Long> rowTimes = new HashSet<>();
    private long scored = START;
    private long known = START;

    /** A watermark of one input. */
    record Mark(boolean ofLabels, long millis) {}

    /** The labels fall silent, or speak again. */
    record Silence(boolean silent) {}

    JoinHistory(long seed, int length) {
        this.random = new Random(seed);
        By by = List.of(By.values()).get(random.nextInt(3));
        this.timed = by == By.KEY || random.nextBoolean();
        this.config = config(by);
        for (int i = 0; i < length; i++) {
            step();
        }
        steps.add(new Silence(true));
        steps.add(new Mark(false, scored + 5 * WAIT));
    }

    LabelsConfig config() {
        return config;
    }

    List<Object> steps() {
        return steps;
    }

    private LabelsConfig config(By by) {
        Policy policy = List.of(Policy.values()).get(random.nextInt(3));
        return config(
                by,
                timed,
                random.nextInt(3) * 150L,
                new LabelsConfig.Conflict(
                        policy,
                        policy == Policy.PRIORITY ? List.of("human", "system") : List.of(),
                        policy == Policy.MAJORITY ? 2 : 1));
    }

    static LabelsConfig config(By by, boolean timed, long early, LabelsConfig.Conflict conflict) {
        return new LabelsConfig(
                "labels",
                new LabelsConfig.Match(by, "target", by == By.KEY ? Duration.ofMillis(300) : null),
                timed
                        ? new EventsConfig.Time(
                                "at", null, ZoneOffset.UTC, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5))
                        : null,
                new LabelsConfig.Fields("value", "id", "source", "labeler", "revision", "retracted", "confidence"),
                new LabelsConfig.Waiting(Duration.ofMillis(WAIT), Duration.ofMillis(early)),
                conflict);
    }

    private void step() {
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                scored += random.nextInt(12) == 0 ? WAIT : random.nextInt(200);
                steps.add(new Mark(false, scored));
            }
            case 2 -> steps.add(new Mark(true, scored - random.nextInt(400)));
            case 3 -> steps.add(new Silence(random.nextInt(3) > 0));
            case 4, 5 -> row();
            default -> label();
        }
    }

    private void row() {
        if (!rows.isEmpty() && random.nextInt(5) == 0) {
            steps.add(rows.get(random.nextInt(rows.size())));
            return;
        }
        long time = scored + random.nextInt(300) - (random.nextInt(10) == 0 ? random.nextInt(2000) : 0);
        while (!rowTimes.add(time)) {
            time++;
        }
        int number = rows.size();
        Scored row = row("p" + number, "e" + random.nextInt(4), "k" + random.nextInt(2), time);
        rows.add(row);
        steps.add(row);
    }

    static Scored row(String id, String event, String key, long time) {
        ModelStamp model = new ModelStamp("m", 1, "", "champion", 1);
        return new Scored(id, event, key, time, model, new float[] {1}, null, Values.ofNumbers(1));
    }

    private void label() {
        known += random.nextInt(5);
        if (!labels.isEmpty() && random.nextInt(5) == 0) {
            LabelEvent again = labels.get(random.nextInt(labels.size()));
            steps.add(again);
            return;
        }
        LabelEvent label = !labels.isEmpty() && random.nextInt(6) == 0
                ? takenBack(labels.get(random.nextInt(labels.size())))
                : new LabelEvent(raw(steps.size()), target(), said());
        labels.add(label);
        steps.add(label);
    }

    private LabelEvent takenBack(LabelEvent event) {
        Label said = event.label();
        String id = said.revision().id();
        Label.Revision next =
                new Label.Revision(id, id == null ? 0 : said.revision().number() + 4);
        Label label = new Label(
                null,
                1,
                next,
                said.author(),
                new Label.Moment(said.moment().timeMillis(), known),
                "labels-0-" + steps.size());
        return new LabelEvent(
                raw(steps.size()), event.target(), id == null ? label : known(id + "@" + next.number(), label));
    }

    private Label known(String identity, Label label) {
        return byIdentity.computeIfAbsent(identity, any -> label);
    }

    private String target() {
        return switch (config.match().by()) {
            case PREDICTION -> "p" + random.nextInt(rows.size() + 3);
            case EVENT -> "e" + random.nextInt(5);
            case KEY -> "k" + random.nextInt(3);
        };
    }

    private Label said() {
        String id = random.nextInt(3) == 0 ? null : "l" + random.nextInt(40);
        long revision = id == null ? 0 : random.nextInt(4);
        long time = time();
        if (id != null) {
            Label first = byIdentity.get(id);
            time = first == null ? time : first.moment().timeMillis();
            Label same = byIdentity.get(id + "@" + revision);
            if (same != null) {
                return same;
            }
        }
        Label label = new Label(
                random.nextInt(6) == 0 ? null : VALUES[random.nextInt(VALUES.length)],
                (1 + random.nextInt(4)) / 4.0,
                new Label.Revision(id, revision),
                new Label.Author(SOURCES[random.nextInt(SOURCES.length)], "x" + random.nextInt(3)),
                new Label.Moment(time, known),
                "labels-0-" + steps.size());
        if (id != null) {
            byIdentity.putIfAbsent(id, label);
            byIdentity.put(id + "@" + revision, label);
        }
        return label;
    }

    private long time() {
        if (!timed) {
            return Label.NO_TIME;
        }
        if (!rows.isEmpty() && random.nextBoolean()) {
            return rows.get(random.nextInt(rows.size())).timeMillis() + random.nextInt(3) * 100L;
        }
        return scored + random.nextInt(600) - 300;
    }

    static RawEvent raw(long offset) {
        return new RawEvent(new Position("labels", 0, offset), START, null, new byte[0], List.of());
    }
}
