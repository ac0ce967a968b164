package io.millrace.benchmarks.latency;

import io.millrace.benchmarks.report.Percentiles;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * The latencies of the events of one load that were due after its warm-up. How late the sender was counts too, because
 * the time at which an event is due does not depend on it. Safe for use by several threads.
 */
public final class LatencyMeter implements Latencies {
    private final long warmupNanos;
    private final Histogram micros = Micros.histogram();

    /** A meter that leaves out what is due before the warm-up ends. */
    public LatencyMeter(Duration warmup) {
        this.warmupNanos = warmup.toNanos();
    }

    @Override
    public synchronized void record(long dueNanos, long latencyNanos) {
        if (dueNanos >= warmupNanos) {
            micros.recordValue(Micros.of(latencyNanos));
        }
    }

    /** How the latencies so far are distributed. */
    public synchronized Percentiles percentiles() {
        return Percentiles.of(micros);
    }
}
