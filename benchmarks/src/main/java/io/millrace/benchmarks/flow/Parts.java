package io.millrace.benchmarks.flow;

import io.millrace.benchmarks.latency.LatencyMeter;
import io.millrace.benchmarks.report.LatencyResult.Part;
import java.time.Duration;
import java.util.List;

/**
 * The parts of a latency, cut where the broker took the event and where it took the prediction. The broker's times are
 * whole milliseconds.
 */
final class Parts {
    private static final long MILLI = 1_000_000;

    private final LatencyMeter toTopic;
    private final LatencyMeter inJob;
    private final LatencyMeter toReader;

    /** Parts without what is due before the warm-up ends. */
    Parts(Duration warmUp) {
        this.toTopic = new LatencyMeter(warmUp);
        this.inJob = new LatencyMeter(warmUp);
        this.toReader = new LatencyMeter(warmUp);
    }

    /**
     * When an event was answered, all of it from the start of the load.
     *
     * @param received nanoseconds
     * @param event milliseconds until the broker took the event
     * @param prediction milliseconds until it took the prediction
     */
    record Times(long received, long event, long prediction) {}

    void record(long dueNanos, Times times) {
        toTopic.record(dueNanos, times.event * MILLI - dueNanos);
        inJob.record(dueNanos, (times.prediction - times.event) * MILLI);
        toReader.record(dueNanos, times.received - times.prediction * MILLI);
    }

    List<Part> list() {
        return List.of(
                new Part("to the topic", toTopic.percentiles()),
                new Part("in the job", inJob.percentiles()),
                new Part("to the reader", toReader.percentiles()));
    }
}
