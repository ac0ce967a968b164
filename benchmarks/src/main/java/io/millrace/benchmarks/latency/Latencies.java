package io.millrace.benchmarks.latency;

/** Takes the latencies of the events of a load. */
@FunctionalInterface
public interface Latencies {

    /**
     * Takes the answer to an event.
     *
     * @param dueNanos time from the start of the load until the event was due
     * @param latencyNanos time from then until the answer was read
     */
    void record(long dueNanos, long latencyNanos);
}
