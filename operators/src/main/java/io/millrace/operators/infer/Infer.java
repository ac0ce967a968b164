package io.millrace.operators.infer;

import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.RecordTypes;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The infer stage: events go in, predictions come out. */
public final class Infer {
    /** The stage's fixed operator id and name. */
    public static final String UID = "infer";

    private Infer() {}

    /**
     * Scores events in batches. Every subtask hears every announcement. Events that the model cannot score leave by
     * {@link io.millrace.operators.record.SideOutputs#REJECTED}, what it saw by {@link
     * io.millrace.operators.record.SideOutputs#SCORED}.
     */
    public static SingleOutputStreamOperator<Prediction> stage(
            DataStream<EnrichedEvent> enriched, AnnouncementFeed announcements, InferSettings settings) {
        return enriched.transform(
                        UID,
                        RecordTypes.PREDICTION,
                        new BatchInferOperatorFactory(settings, ProcessHost.of(settings), announcements))
                .uid(UID)
                .name(UID);
    }
}
