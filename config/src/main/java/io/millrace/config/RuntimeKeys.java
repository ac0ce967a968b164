package io.millrace.config;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.time.Duration;

/** The keys of {@link RuntimeConfig}. */
final class RuntimeKeys {
    static final Key<Integer> PARALLELISM =
            Key.of("parallelism", Type.integer(1, 1024), 1, "subtasks of each operator");
    static final Key<RuntimeConfig.State> STATE = Key.of(
            "state",
            Type.oneOf(RuntimeConfig.State.class),
            RuntimeConfig.State.HEAP,
            "where the values of streams lie: in the heap, or in rocksdb on disk if the heap cannot hold them");
    static final Key<Duration> CHECKPOINT_INTERVAL = Key.of(
            "checkpoint-interval",
            Type.duration(Duration.ofMillis(100), Duration.ofHours(1)),
            Duration.ofSeconds(10),
            "time between checkpoints; with exactly-once delivery also how late predictions appear");

    static final Shape SHAPE = Shape.of(PARALLELISM, STATE, CHECKPOINT_INTERVAL);

    private RuntimeKeys() {}

    static RuntimeConfig bind(Section section) {
        return new RuntimeConfig(section.get(PARALLELISM), section.get(STATE), section.get(CHECKPOINT_INTERVAL));
    }
}
