package io.millrace.operators.record;

import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/** What leaves a stage beside its main output. */
public final class SideOutputs {
    /** Events that leave as dead letters. */
    public static final OutputTag<Rejection> REJECTED = new OutputTag<>("rejected", RecordTypes.REJECTION);

    /** What the model saw. */
    public static final OutputTag<ScoredBatch> SCORED = new OutputTag<>("scored", RecordTypes.SCORED_BATCH);

    /** Predictions that a person should look at. */
    public static final OutputTag<ReviewRequest> REVIEWS = new OutputTag<>("reviews", RecordTypes.REVIEW_REQUEST);

    /** What has left its bounds, and what is back. */
    public static final OutputTag<Outbound> ALERTS = new OutputTag<>("alerts", RecordTypes.OUTBOUND);

    private static final long UNHURRIED_MILLIS = 100;

    private SideOutputs() {}

    /**
     * Lets what leaves a stage for another task wait for up to a tenth of a second, if that is only what leaves by the side. A
     * thread for each such way sends on what has come, and every few milliseconds it takes a core from those who work.
     */
    public static <T> SingleOutputStreamOperator<T> unhurried(SingleOutputStreamOperator<T> stage) {
        return stage.setBufferTimeout(UNHURRIED_MILLIS);
    }
}
