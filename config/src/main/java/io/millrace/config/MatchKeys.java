package io.millrace.config;

import io.millrace.config.LabelsConfig.By;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The keys of {@link LabelsConfig.Match}: one for each way, of which labels have one. */
final class MatchKeys {
    static final Key<String> PREDICTION =
            Key.optional("prediction", NameTypes.FIELD, "field of a label with the prediction_id");
    static final Key<String> EVENT = Key.optional(
            "event",
            NameTypes.FIELD,
            "field of a label with the application's id of the event; of several events with one id it is about the last"
                    + " at or before labels.time, or without a time about the last there is");
    static final Key<String> KEY = Key.optional(
            "key",
            NameTypes.FIELD,
            "field of a label with the key of the event; it is about the last event of the key at or before labels.time");
    static final Key<Duration> WITHIN = Key.optional(
            "within",
            Type.duration(Duration.ZERO, Duration.ofDays(3650)),
            "with key: how long before the label's time its event was at most");

    static final Shape SHAPE = Shape.of(PREDICTION, EVENT, KEY, WITHIN);

    private static final List<Key<String>> WAYS = List.of(PREDICTION, EVENT, KEY);

    private MatchKeys() {}

    static LabelsConfig.Match bind(Section section) {
        List<Key<String>> given = WAYS.stream().filter(section::has).toList();
        for (Key<String> other : given.stream().skip(1).toList()) {
            section.refuse(other, "has no effect beside " + given.get(0).name() + "; labels match in one way");
        }
        if (given.isEmpty() && section.sound()) {
            String ways = WAYS.stream().map(Key::name).collect(Collectors.joining(", "));
            section.refuse(PREDICTION, "is missing: labels match in one way, of " + ways);
        }
        Key<String> way = given.isEmpty() ? PREDICTION : given.get(0);
        if (way == KEY && !section.has(WITHIN)) {
            section.refuse(WITHIN, "is missing: how long before the label's time its event was at most");
        }
        if (way != KEY && section.has(WITHIN)) {
            section.refuse(WITHIN, "is only for labels.match.key; remove it");
        }
        String field = section.find(way);
        return new LabelsConfig.Match(
                By.valueOf(way.name().toUpperCase(Locale.ROOT)), field == null ? "" : field, section.find(WITHIN));
    }
}
