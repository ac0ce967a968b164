package io.millrace.benchmarks.flow;

import io.millrace.jobs.embedded.LocalJob;
import java.time.Duration;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** One way to carry a workload. A rig runs alone in a fresh process. */
public sealed interface Rig {

    /** Name on the command line. */
    String name();

    /** What it does and with which settings, in a sentence. */
    String description();

    /** Whether it can carry a workload at all. */
    default boolean carries(Workload workload) {
        return true;
    }

    /** A rig that reads the events from their topic and writes a record for each to another one. */
    non-sealed interface Stream extends Rig {

        /** The job. */
        StreamGraph graph(RigInputs inputs) throws Exception;

        /**
         * Does in the rig's process what has to be done beside the job, until it is interrupted.
         *
         * @param measured how long the job is measured
         */
        default void accompany(LocalJob job, Duration measured) throws Exception {}

        /** What its records must hold. */
        default Promise promise() {
            return Promise.OUTPUTS;
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

        /** What else was found, in one word, or an empty text. */
        String note();

        @Override
        void close();
    }

    /**
     * What the records of a rig must hold: an id for every event, each once.
     *
     * @param outputs whether they must hold the outputs of the model as well
     * @param reader finds both in a record
     */
    record Promise(boolean outputs, Answer.Reader reader) {
        /** Records that name their events. */
        public static final Promise IDS = new Promise(/* outputs= */ false, Answer::ofPrediction);

        /** Predictions as Millrace writes them. */
        public static final Promise OUTPUTS = new Promise(/* outputs= */ true, Answer::ofPrediction);
    }
}
