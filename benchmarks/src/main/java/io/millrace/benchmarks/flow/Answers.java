package io.millrace.benchmarks.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.benchmarks.latency.LatencyMeter;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.TopicReader;
import io.millrace.operators.record.RawEvent;
import java.util.function.ToLongFunction;

/**
 * Matches predictions to their events by position once a load is over, through the gate. An event that no sender
 * stamped was there to start the job: the gate counts it, the meter does not.
 */
final class Answers {
    private static final String ID = "ce_id";

    private final Gate gate;
    private final LatencyMeter meter;
    private final ByPosition due = new ByPosition();

    Answers(Gate gate, LatencyMeter meter) {
        this.gate = gate;
        this.meter = meter;
    }

    /** Learns when the events of a topic were due. */
    void readEvents(Cluster cluster, String topic) {
        try (TopicReader reader = new TopicReader(cluster, topic)) {
            reader.readToEnd(this::addEvent);
        }
    }

    /**
     * Takes the predictions of a topic.
     *
     * @param received when a prediction was read, in nanoseconds from the start of the load
     */
    void readPredictions(Cluster cluster, String topic, ToLongFunction<RawEvent> received) {
        try (TopicReader reader = new TopicReader(cluster, topic)) {
            reader.readToEnd(prediction -> addPrediction(prediction, received.applyAsLong(prediction)));
        }
    }

    void addEvent(RawEvent event) {
        long nanos = Sender.due(event);
        if (nanos >= 0) {
            due.put(event.position().partition(), event.position().offset(), nanos);
        }
    }

    void addPrediction(RawEvent prediction, long received) {
        gate.add(prediction);
        byte[] id = prediction.header(ID);
        long nanos = id == null ? ByPosition.NONE : due(new String(id, UTF_8));
        if (nanos != ByPosition.NONE) {
            meter.record(nanos, received - nanos);
        }
    }

    /** An id that names no event is for the gate to find. */
    private long due(String predictionId) {
        String[] parts = predictionId.split("-", -1);
        try {
            return due.get(Integer.parseInt(parts[parts.length - 2]), Long.parseLong(parts[parts.length - 1]));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return ByPosition.NONE;
        }
    }
}
