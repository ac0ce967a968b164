package io.millrace.config;

import java.time.Duration;

/**
 * How the jobs run.
 *
 * @param parallelism subtasks of each operator
 * @param checkpointInterval time between checkpoints; with exactly-once delivery also how late predictions appear
 */
public record RuntimeConfig(int parallelism, Duration checkpointInterval) {}
