package io.millrace.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * How the jobs run.
 *
 * @param parallelism subtasks of each operator
 * @param state where keyed state lies: what events are joined with, and what features are computed from
 * @param checkpointInterval time between checkpoints; with exactly-once delivery also how late predictions appear
 */
public record RuntimeConfig(int parallelism, State state, Duration checkpointInterval) implements Serializable {

    /** Where keyed state lies. */
    public enum State {
        /** In the heap, as objects. */
        HEAP,
        /** In RocksDB, on disk with a cache in front of it: for more than the heap holds. */
        ROCKSDB
    }
}
