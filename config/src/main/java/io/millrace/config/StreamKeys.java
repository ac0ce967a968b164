package io.millrace.config;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.time.Duration;

/** The keys of {@link ViewConfig.Stream}. */
final class StreamKeys {
    private static final Type<Duration> SLIDE = Type.duration(Duration.ofSeconds(1), Duration.ofDays(365));

    static final Key<Duration> EVERY = Key.of(
            "every",
            SLIDE,
            Duration.ofMinutes(5),
            "how often values are computed, in event time; every window slides by it");
    static final Key<Duration> ALLOWED_LATENESS = Key.of(
            "allowed-lateness",
            Type.duration(Duration.ZERO, Duration.ofDays(30)),
            Duration.ofHours(1),
            "events this far behind the watermark still correct what was computed; later ones are counted and left out");
    static final Key<Duration> KNOWN_AFTER = Key.derived(
            "known-after",
            Type.duration(Duration.ZERO, Duration.ofDays(30)),
            "events.time.max-lateness",
            "how long after the end of a slide its values count: an event before that has those of an earlier slide, in"
                    + " training and in the running jobs");
    static final Key<Section> EVENTS =
            Key.required("events", Type.section(EventsKeys.SHAPE), "the events; their key is the entity of the view");

    static final Key<String> TOPIC =
            Key.derived("topic", NameTypes.TOPIC, "features.<view>", "topic that the values are written to; compacted");

    static final Shape SHAPE = Shape.of(EVERY, ALLOWED_LATENESS, KNOWN_AFTER, EVENTS, TOPIC);

    private StreamKeys() {}

    static ViewConfig.Stream bind(String view, Section section) {
        EventsConfig events = EventsKeys.bind(section.get(EVENTS));
        return new ViewConfig.Stream(
                section.get(TOPIC, () -> "features." + view),
                events,
                section.get(EVERY),
                section.get(ALLOWED_LATENESS),
                section.get(KNOWN_AFTER, () -> events.time().maxLateness()));
    }
}
