package io.millrace.operators.learn;

import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.Published;
import io.millrace.operators.record.RecordTypes;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The stage that learns. */
public final class Learn {
    /** The fixed id and name of the operator that learns. */
    public static final String UID = "learn";

    private Learn() {}

    /** Learns from feedback; the versions that come of it leave. */
    public static DataStream<Published> stage(DataStream<Feedback> feedback, Course course) {
        return feedback.transform(UID, RecordTypes.PUBLISHED, new LearnOperatorFactory(course))
                .uid(UID)
                .name(UID)
                .setParallelism(1);
    }
}
