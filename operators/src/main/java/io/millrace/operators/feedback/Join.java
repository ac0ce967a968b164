package io.millrace.operators.feedback;

import io.millrace.config.LabelsConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.LabelEvent;
import io.millrace.operators.record.LabelRecord;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.Scored;
import io.millrace.operators.record.SideOutputs;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The stage that joins scored rows with their labels. */
public final class Join {
    /** The fixed id and name of the operator that joins. */
    public static final String UID = "join";

    private Join() {}

    /**
     * What leaves the stage.
     *
     * @param feedback what became known of the rows
     * @param rejected records that are no labels, and labels that found no row
     */
    public record Outputs(DataStream<Feedback> feedback, DataStream<Rejection> rejected) {}

    /** Joins. */
    public static Outputs stage(DataStream<Scored> scored, DataStream<LabelRecord> labels, LabelsConfig config) {
        SingleOutputStreamOperator<LabelEvent> admitted = labels.process(new AdmitFunction(), RecordTypes.LABEL_EVENT)
                .uid("admit")
                .name("admit");
        SingleOutputStreamOperator<Feedback> feedback = scored.keyBy(key(config), Types.STRING)
                .connect(admitted.keyBy(LabelEvent::target, Types.STRING))
                .transform(UID, RecordTypes.FEEDBACK, new JoinOperatorFactory(config))
                .uid(UID)
                .name(UID);
        return new Outputs(
                feedback,
                admitted.getSideOutput(SideOutputs.REJECTED).union(feedback.getSideOutput(SideOutputs.REJECTED)));
    }

    /** Feedback, encoded for its topic. */
    public static DataStream<Outbound> encode(DataStream<Feedback> feedback, PipelineConfig pipeline) {
        return feedback.map(new EncodeFunction(pipeline), RecordTypes.OUTBOUND)
                .uid("encode")
                .name("encode");
    }

    static KeySelector<Scored, String> key(LabelsConfig config) {
        return switch (config.match().by()) {
            case PREDICTION -> Scored::id;
            case EVENT -> Scored::eventId;
            case KEY -> Scored::key;
        };
    }
}
