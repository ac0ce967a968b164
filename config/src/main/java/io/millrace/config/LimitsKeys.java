package io.millrace.config;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;

/** The keys of {@link EventsConfig.Limits}. */
final class LimitsKeys {
    static final Key<Long> MAX_BYTES = Key.of("max-bytes", Type.bytes(64, 16L << 20), 1L << 20, "largest event");
    static final Key<Long> MAX_HEADER_BYTES =
            Key.of("max-header-bytes", Type.bytes(0, 1L << 20), 64L << 10, "largest headers of an event, all together");
    static final Key<Integer> MAX_DEPTH =
            Key.of("max-depth", Type.integer(1, 1000), 32, "deepest nesting of lists and objects");
    static final Key<Integer> MAX_NUMBER_LENGTH =
            Key.of("max-number-length", Type.integer(1, 1000), 64, "longest number, in characters");
    static final Key<Integer> MAX_STRING_LENGTH =
            Key.of("max-string-length", Type.integer(1, 16 << 20), 65_536, "longest text, in characters");
    static final Key<Integer> MAX_ROWS =
            Key.of("max-rows", Type.integer(1, 1 << 20), 65_536, "most rows of a message that holds several events");

    static final Shape SHAPE =
            Shape.of(MAX_BYTES, MAX_HEADER_BYTES, MAX_DEPTH, MAX_NUMBER_LENGTH, MAX_STRING_LENGTH, MAX_ROWS);

    private LimitsKeys() {}

    static EventsConfig.Limits bind(Section section) {
        return new EventsConfig.Limits(
                Math.toIntExact(section.get(MAX_BYTES)),
                Math.toIntExact(section.get(MAX_HEADER_BYTES)),
                section.get(MAX_DEPTH),
                section.get(MAX_NUMBER_LENGTH),
                section.get(MAX_STRING_LENGTH),
                section.get(MAX_ROWS));
    }
}
