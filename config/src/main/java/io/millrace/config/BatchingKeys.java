package io.millrace.config;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.time.Duration;

/** The keys of {@link BatchingConfig}. */
final class BatchingKeys {
    static final Key<Integer> MAX_SIZE = Key.of("max-size", Type.integer(1, 65_536), 512, "most rows in a batch");
    static final Key<Duration> MAX_DELAY = Key.of(
            "max-delay",
            Type.duration(Duration.ZERO, Duration.ofMinutes(1)),
            Duration.ZERO,
            "how long an incomplete batch may wait for more rows while a worker is idle, counted from the arrival of"
                    + " its oldest row");
    static final Key<Duration> TARGET_LATENCY = Key.of(
            "target-latency",
            Type.duration(Duration.ofMillis(1), Duration.ofMinutes(1)),
            Duration.ofMillis(20),
            "bound on the predicted time of one batch; limits its size");
    static final Key<BatchingConfig.Order> ORDER = Key.of(
            "order",
            Type.oneOf(BatchingConfig.Order.class),
            BatchingConfig.Order.UNORDERED,
            "whether predictions leave in the order of their events, or as soon as they are ready");
    static final Key<Integer> WORKERS = Key.of(
            "workers",
            Type.integer(1, 256),
            1,
            "threads that run the model: per subtask on a CPU, per device on a GPU");
    static final Key<Integer> CAPACITY = Key.derived(
            "capacity",
            Type.integer(2, 10_000_000),
            "4 × max-size",
            "most rows waiting, in flight or held back for order, per subtask; at least two full batches");
    static final Key<Duration> TIMEOUT = Key.of(
            "timeout",
            Type.duration(Duration.ofMillis(10), Duration.ofHours(1)),
            Duration.ofSeconds(30),
            "a batch that takes longer is given up and its rows become dead letters");

    static final Shape SHAPE = Shape.of(MAX_SIZE, MAX_DELAY, TARGET_LATENCY, ORDER, WORKERS, CAPACITY, TIMEOUT);

    private BatchingKeys() {}

    static BatchingConfig bind(Section section) {
        int maxSize = section.get(MAX_SIZE);
        BatchingConfig batching = new BatchingConfig(
                maxSize,
                section.get(MAX_DELAY),
                section.get(TARGET_LATENCY),
                section.get(ORDER),
                section.get(WORKERS),
                section.get(CAPACITY, () -> 4 * maxSize),
                section.get(TIMEOUT));
        capacityHoldsTwoFullBatches(section, batching);
        timeoutIsLongerThanTheTarget(section, batching);
        return batching;
    }

    /** Otherwise one batch in flight leaves no room for the next to fill. */
    private static void capacityHoldsTwoFullBatches(Section section, BatchingConfig batching) {
        int least = 2 * batching.maxSize();
        if (section.sound(MAX_SIZE, CAPACITY) && batching.capacity() < least) {
            section.refuse(CAPACITY, "must hold two full batches: at least " + least + ", twice batching.max-size");
        }
    }

    /** Otherwise batches of the intended size are given up. */
    private static void timeoutIsLongerThanTheTarget(Section section, BatchingConfig batching) {
        if (section.sound(TARGET_LATENCY, TIMEOUT) && batching.timeout().compareTo(batching.targetLatency()) <= 0) {
            section.refuse(
                    TIMEOUT,
                    "must be longer than batching.target-latency = "
                            + TARGET_LATENCY.type().print(batching.targetLatency()));
        }
    }
}
