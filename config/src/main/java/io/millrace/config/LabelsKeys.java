package io.millrace.config;

import io.millrace.config.LabelsConfig.Policy;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of {@link LabelsConfig}. */
final class LabelsKeys {
    private static final int MAJORITY_DEFAULT = 3;

    static final Key<String> TOPIC = Key.required("topic", NameTypes.TOPIC, "topic that the labels arrive on");
    static final Key<Section> MATCH =
            Key.required("match", Type.section(MatchKeys.SHAPE), "how a label finds what was predicted");
    static final Key<Section> TIME =
            Key.optional("time", Type.section(TimeKeys.SHAPE), "when the truth was; needed by match.key");
    static final Key<String> VALUE = Key.required("value", NameTypes.FIELD, "field of a label with the truth");
    static final Key<String> ID = field("id", "the label's own id, by which a label that comes twice is known");
    static final Key<String> SOURCE = field("source", "where the label comes from");
    static final Key<String> LABELER = field("labeler", "who says it");
    static final Key<String> REVISION = field("revision", "a whole number; of labels with one id the highest counts");
    static final Key<String> RETRACTED = field("retracted", "true in a label that takes back what was said");
    static final Key<String> CONFIDENCE = field("confidence", "the label's weight, above 0 and at most 1");
    static final Key<Duration> WAIT = Key.of(
            "wait",
            Type.duration(Duration.ofSeconds(1), Duration.ofDays(3650)),
            Duration.ofDays(7),
            "how long a scored row waits for its label, and is kept for corrections, in event time");
    static final Key<Duration> EARLY = Key.of(
            "early",
            Type.duration(Duration.ZERO, Duration.ofDays(365)),
            Duration.ofMinutes(10),
            "how long a label waits for its scored row, in event time; then it is a dead letter");
    static final Key<Policy> ON_CONFLICT = Key.of(
            "on-conflict",
            Type.oneOf(Policy.class),
            Policy.LAST_WRITE,
            "which of the labels of one row counts if they do not say the same");
    static final Key<List<String>> PRIORITY = Key.of(
            "priority",
            Type.distinct(Type.text(), 1, 100),
            List.of(),
            "sources, best first; the last write counts among labels of one source, and others come last");
    static final Key<Integer> MAJORITY = Key.of(
            "majority",
            Type.integer(2, 1000),
            MAJORITY_DEFAULT,
            "labels that are needed before what most of them say counts");

    static final Shape SHAPE = Shape.of(
            TOPIC,
            MATCH,
            TIME,
            VALUE,
            ID,
            SOURCE,
            LABELER,
            REVISION,
            RETRACTED,
            CONFIDENCE,
            WAIT,
            EARLY,
            ON_CONFLICT,
            PRIORITY,
            MAJORITY);

    private LabelsKeys() {}

    private static Key<String> field(String name, String meaning) {
        return Key.optional(name, NameTypes.FIELD, "field of a label with " + meaning);
    }

    static @Nullable LabelsConfig bind(@Nullable Section section) {
        if (section == null) {
            return null;
        }
        Section time = section.find(TIME);
        LabelsConfig labels = new LabelsConfig(
                section.get(TOPIC),
                MatchKeys.bind(section.get(MATCH)),
                time == null ? null : TimeKeys.bind(time),
                fields(section),
                new LabelsConfig.Waiting(section.get(WAIT), section.get(EARLY)),
                conflict(section));
        keysAreMatchedByTime(section, labels);
        labelsDoNotOutwaitRows(section, labels);
        sourcesHavePriorities(section, labels);
        onlyMajoritiesAreCounted(section, labels);
        onlyLabelsWithIdsAreRevised(section, labels);
        return labels;
    }

    private static LabelsConfig.Fields fields(Section section) {
        return new LabelsConfig.Fields(
                section.get(VALUE),
                section.find(ID),
                section.find(SOURCE),
                section.find(LABELER),
                section.find(REVISION),
                section.find(RETRACTED),
                section.find(CONFIDENCE));
    }

    private static LabelsConfig.Conflict conflict(Section section) {
        Policy policy = section.get(ON_CONFLICT);
        return new LabelsConfig.Conflict(
                policy,
                policy == Policy.PRIORITY ? section.get(PRIORITY) : List.of(),
                policy == Policy.MAJORITY ? section.get(MAJORITY) : 1);
    }

    private static void keysAreMatchedByTime(Section section, LabelsConfig labels) {
        if (section.sound(MATCH, TIME) && labels.match().by() == LabelsConfig.By.KEY && labels.time() == null) {
            section.refuse(TIME, "is missing: with match.key the time says which event a label is about");
        }
    }

    private static void labelsDoNotOutwaitRows(Section section, LabelsConfig labels) {
        LabelsConfig.Waiting waiting = labels.waiting();
        if (section.sound(WAIT, EARLY) && waiting.early().compareTo(waiting.row()) > 0) {
            section.refuse(
                    section.has(EARLY) ? EARLY : WAIT,
                    section.has(EARLY)
                            ? "must be at most labels.wait = " + WAIT.type().print(waiting.row())
                            : "must be at least labels.early = " + EARLY.type().print(waiting.early()));
        }
    }

    private static void sourcesHavePriorities(Section section, LabelsConfig labels) {
        if (!section.sound(ON_CONFLICT, PRIORITY)) {
            return;
        }
        boolean priority = labels.conflict().policy() == Policy.PRIORITY;
        if (!priority && section.has(PRIORITY)) {
            section.refuse(PRIORITY, "is only for labels.on-conflict priority; remove it");
        }
        if (priority && !section.has(PRIORITY)) {
            section.refuse(PRIORITY, "is missing: labels.on-conflict priority needs the sources, best first");
        }
        if (priority && section.sound(SOURCE) && labels.fields().source() == null) {
            section.refuse(SOURCE, "is missing: labels.on-conflict priority needs the field with the source");
        }
    }

    private static void onlyMajoritiesAreCounted(Section section, LabelsConfig labels) {
        if (section.sound(ON_CONFLICT) && labels.conflict().policy() != Policy.MAJORITY && section.has(MAJORITY)) {
            section.refuse(MAJORITY, "is only for labels.on-conflict majority; remove it");
        }
    }

    private static void onlyLabelsWithIdsAreRevised(Section section, LabelsConfig labels) {
        if (section.sound(ID, REVISION)
                && section.has(REVISION)
                && labels.fields().id() == null) {
            section.refuse(REVISION, "needs labels.id: a revision is one of the label with that id");
        }
    }
}
