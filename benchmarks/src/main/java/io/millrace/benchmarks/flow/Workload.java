package io.millrace.benchmarks.flow;

import io.millrace.models.feature.Row;
import io.millrace.operators.record.Outbound;
import java.util.List;
import java.util.Map;

/** A made-up stream of events with the model that scores them. The same index always gives the same event. */
public interface Workload {

    /** Name on the command line. */
    String name();

    /** What the events and the model are, in a sentence. */
    String description();

    /** Where the pipeline file and the model lie among the resources. */
    Files files();

    /** Events that its topic holds at first. */
    int events();

    /** Events that differ from each other in a full topic, if memory allows; the model is asked about each beforehand. */
    default int different() {
        return 100_000;
    }

    /** Bytes of a typical prediction, which rigs without a prediction write instead. */
    int predictionBytes();

    /** An event as it lies in the topic. */
    Outbound event(int index);

    /** What the model sees of an event: its fields, then the columns of the views. Made without any decoder. */
    Row row(int index);

    /** The index of the event with this id. */
    int index(String eventId);

    /** The rows of the pipeline's only view by key; empty if it has none. */
    default Map<String, Row> features() {
        return Map.of();
    }

    /**
     * The resources of a workload.
     *
     * @param pipeline folder of the pipeline file
     * @param model folder of the model and its signature
     * @param views names of the view files
     */
    record Files(String pipeline, String model, List<String> views) {

        public Files {
            views = List.copyOf(views);
        }
    }
}
