package io.millrace.config;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;

/** The keys of {@link ViewConfig.Topic}. */
final class TopicKeys {
    static final Key<String> NAME = Key.required(
            "name",
            NameTypes.TOPIC,
            "the topic: a record's key is the entity, its value a JSON object with the columns, without one they are gone");
    static final Key<Section> TIME = Key.optional(
            "time",
            Type.section(TimeKeys.SHAPE),
            "the field with the time of the values; without it the time is the record's");

    static final Shape SHAPE = Shape.of(NAME, TIME);

    private TopicKeys() {}

    static ViewConfig.Topic bind(Section section) {
        Section time = section.find(TIME);
        return new ViewConfig.Topic(section.get(NAME), time == null ? null : TimeKeys.bind(time));
    }
}
