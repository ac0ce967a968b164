package io.millrace.operators.record;

import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What became known of a scored row: an example to learn from, as it was scored. The last one of a prediction says what
 * holds.
 *
 * @param label the truth; null for {@link Kind#RETRACTION} and {@link Kind#ABSENT}
 * @param replaced the label that held before; null for {@link Kind#TRUTH} and {@link Kind#ABSENT}
 * @param evidence where it comes from; null for {@link Kind#ABSENT}
 * @param maturity share of the labels that are expected to have come as early as this one, or NaN if that is not known
 */
@TypeInfo(RecordTypes.Factory.class)
public record Feedback(
        Scored scored,
        Kind kind,
        @Nullable String label,
        @Nullable String replaced,
        @Nullable Evidence evidence,
        double maturity) {

    /** What happened. */
    public enum Kind {
        /** The row has its first label, or one again after a retraction. */
        TRUTH,
        /** Another label holds now. */
        CORRECTION,
        /** The label that held was taken back and no other is left. */
        RETRACTION,
        /** No label came in time. It says nothing about the truth. */
        ABSENT
    }

    /**
     * Where a label comes from.
     *
     * @param weight above 0 and at most 1
     * @param timeMillis when the truth was, or {@link Label#NO_TIME}
     * @param knownMillis when the label was written, or a negative number if nobody knows
     * @param delayMillis event time from the event until its label was there
     * @param cause identity of the label that made this known
     */
    public record Evidence(
            double weight,
            @Nullable String source,
            @Nullable String labeler,
            long timeMillis,
            long knownMillis,
            long delayMillis,
            String cause) {}

    /** The identity of this: a function of the row and of the label that made it known. */
    public String id() {
        return evidence == null ? scored.id() + "~absent" : scored.id() + "~" + evidence.cause();
    }

    /** Weight of the example; 0 if there is no label. */
    public double weight() {
        return label == null || evidence == null ? 0 : evidence.weight();
    }
}
