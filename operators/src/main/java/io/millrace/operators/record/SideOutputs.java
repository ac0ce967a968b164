package io.millrace.operators.record;

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

    private SideOutputs() {}
}
