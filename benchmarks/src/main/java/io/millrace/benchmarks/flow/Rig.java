package io.millrace.benchmarks.flow;

import org.apache.flink.streaming.api.graph.StreamGraph;

/** One way to carry a workload. A rig runs alone in a fresh process. */
public sealed interface Rig {

    /** Name on the command line. */
    String name();

    /** What it does and with which settings, in a sentence. */
    String description();

    /** A rig that reads the events from their topic and writes a record for each to another one. */
    non-sealed interface Stream extends Rig {

        /** The job. */
        StreamGraph graph(RigInputs inputs) throws Exception;

        /** What its records must hold. */
        default Promise promise() {
            return Promise.OUTPUTS;
        }

        /** The share of the workload's events that it is given, so that a slow rig does not take an hour. */
        default double share() {
            return 1;
        }
    }

    /** A rig that does one thing over and over, without a stream. */
    non-sealed interface Loop extends Rig {

        /** Prepares the loop. */
        Turns open(RigInputs inputs) throws Exception;
    }

    /** The turns of a loop. */
    interface Turns extends AutoCloseable {

        /** Does one turn and returns how many events it was. */
        int turn() throws Exception;

        /** What was found best while preparing, or an empty text. */
        String note();

        @Override
        void close();
    }

    /** What the records of a rig must hold. */
    enum Promise {
        /** An id for every event, each once. */
        IDS,
        /** The same, and the outputs of the model. */
        OUTPUTS
    }
}
