package io.millrace.operators.record;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A prediction that a person should look at.
 *
 * @param deadlineMillis until when an answer is useful, in epoch milliseconds
 */
@TypeInfo(RecordTypes.Factory.class)
public record ReviewRequest(Prediction prediction, Cause cause, long deadlineMillis) {

    /** Why a person should look. */
    public enum Cause {
        /** The model is less sure than the pipeline demands. */
        LOW_CONFIDENCE,
        /** Chosen at random, so that the confident predictions are looked at too. */
        AUDIT
    }
}
