package io.millrace.benchmarks.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.benchmarks.latency.Latencies;
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
    private final Recording recording;
    private final long startMillis;
    private final ByPosition due = new ByPosition();
    private final ByPosition taken = new ByPosition();

    /** Where the latencies of a load go. */
    record Recording(Latencies whole, Parts parts) {}

    /**
     * @param startMillis start of the load in epoch milliseconds
     */
    Answers(Gate gate, Recording recording, long startMillis) {
        this.gate = gate;
        this.recording = recording;
        this.startMillis = startMillis;
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
            taken.put(event.position().partition(), event.position().offset(), event.timestamp());
        }
    }

    void addPrediction(RawEvent prediction, long received) {
        gate.add(prediction);
        byte[] id = prediction.header(ID);
        if (id != null) {
            measure(prediction, new String(id, UTF_8).split("-", -1), received);
        }
    }

    /** An id that names no event is for the gate to find. */
    private void measure(RawEvent prediction, String[] id, long received) {
        try {
            int partition = Integer.parseInt(id[id.length - 2]);
            long offset = Long.parseLong(id[id.length - 1]);
            long nanos = due.get(partition, offset);
            if (nanos != ByPosition.NONE) {
                recording.whole.record(nanos, received - nanos);
                recording.parts.record(
                        nanos,
                        new Parts.Times(
                                received,
                                taken.get(partition, offset) - startMillis,
                                prediction.timestamp() - startMillis));
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return;
        }
    }
}
