package io.millrace.benchmarks.flow;

import java.time.Duration;

/**
 * How long something runs.
 *
 * @param warmUp left out
 */
public record Pace(Duration warmUp, Duration measured) {}
