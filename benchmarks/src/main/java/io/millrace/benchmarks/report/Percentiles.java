package io.millrace.benchmarks.report;

/**
 * How latencies are distributed, in milliseconds.
 *
 * @param count latencies recorded
 */
public record Percentiles(long count, Body body, Tail tail) {
    /** The half and the tenth. */
    public record Body(double p50, double p90) {}

    /** What few events see. */
    public record Tail(double p95, double p99, double p999, double max) {}
}
