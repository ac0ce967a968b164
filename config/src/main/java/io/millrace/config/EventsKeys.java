package io.millrace.config;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The keys of {@link EventsConfig}. */
final class EventsKeys {
    static final Key<String> TOPIC = Key.required("topic", NameTypes.TOPIC, "topic that the events arrive on");
    static final Key<EventsConfig.Format> FORMAT = Key.of(
            "format",
            Type.oneOf(List.of(EventsConfig.Format.values()), List.of("avro")),
            EventsConfig.Format.JSON,
            "how the bytes of an event are laid out; see docs/messages.md");
    static final Key<String> ID =
            Key.required("id", NameTypes.FIELD, "field with the application's own id of the event");
    static final Key<String> KEY = Key.required(
            "key", NameTypes.FIELD, "field with the entity the event is about; the key of every output record");
    static final Key<Section> TIME =
            Key.required("time", Type.section(TimeKeys.SHAPE), "event time and how far it is trusted");
    static final Key<Map<String, Section>> FIELDS = Key.required(
            "fields",
            Type.map(NameTypes.FIELD, Type.section(FieldKeys.SHAPE), 1, 10_000),
            "the fields that are decoded, by name; their order is the order of the columns");
    static final Key<Section> LIMITS = Key.optional(
            "limits", Type.section(LimitsKeys.SHAPE), "bounds that are checked before any parser sees the bytes");

    static final Shape SHAPE = Shape.of(TOPIC, FORMAT, ID, KEY, TIME, FIELDS, LIMITS);

    private EventsKeys() {}

    static EventsConfig bind(Section section) {
        List<FieldConfig> fields = new ArrayList<>();
        section.get(FIELDS).forEach((name, field) -> fields.add(FieldKeys.bind(name, field)));
        EventsConfig events = new EventsConfig(
                section.get(TOPIC),
                section.get(FORMAT),
                section.get(ID),
                section.get(KEY),
                TimeKeys.bind(section.get(TIME)),
                fields,
                LimitsKeys.bind(section.get(LIMITS)));
        namesOfThingsAreTextsOrNumbers(section, ID, events.id(), fields);
        namesOfThingsAreTextsOrNumbers(section, KEY, events.key(), fields);
        return events;
    }

    private static void namesOfThingsAreTextsOrNumbers(
            Section section, Key<String> key, String name, List<FieldConfig> fields) {
        for (FieldConfig field : fields) {
            boolean fits = field.type() == FieldType.CATEGORY || field.type() == FieldType.INT;
            if (field.name().equals(name) && !fits && section.sound(key, FIELDS)) {
                section.refuse(key, "must be of type category or int, as declared in events.fields");
            }
        }
    }
}
