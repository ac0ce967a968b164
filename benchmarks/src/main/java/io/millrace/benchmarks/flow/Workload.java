package io.millrace.benchmarks.flow;

import io.millrace.jobs.embedded.Home;
import io.millrace.models.feature.Row;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.operators.record.Outbound;
import java.io.IOException;
import java.util.Map;

/** A stream of events with the model that scores them. The same index always gives the same event. */
public interface Workload {

    /** Name on the command line. */
    String name();

    /** What the events and the model are, in a sentence. */
    String description();

    /** Sets a new home up as a user would have: the pipeline file, the views, the model in the registry. */
    void furnish(Home home) throws IOException, ModelLoadException;

    /** Events that its topic holds at first. */
    int events();

    /** Events that differ from each other in a full topic, if memory allows; the model is asked about each beforehand. */
    default int different() {
        return 100_000;
    }

    /** How many events a record of the topic holds. */
    default int rowsPerRecord() {
        return 1;
    }

    /** A record as it lies in the topic: an event, or so many events that come one after the other. */
    Outbound event(int index);

    /** What the model sees of an event: its fields, then the columns of the views. Made without any decoder. */
    Row row(int index);

    /** The index of the event with this id. */
    int index(String eventId);

    /** The rows of the pipeline's only view by key; empty if it has none. */
    default Map<String, Row> features() {
        return Map.of();
    }

    /** Whether what the model gives for an event is known from its row, without a stream. */
    default boolean outputsKnown() {
        return true;
    }
}
