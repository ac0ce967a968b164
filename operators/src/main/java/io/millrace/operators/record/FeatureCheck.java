package io.millrace.operators.record;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A served value of a feature, compared with what the stream of its view says.
 *
 * @param feature its column, {@code <view>.<column>}
 * @param timeMillis event time of the event that it was served to
 * @param difference of the two numbers; 0 if there are not two
 * @param magnitude of both numbers together; 0 if there are not two
 * @param ageMillis age of the served values, or {@link FeatureValues#NO_AGE}
 */
@TypeInfo(RecordTypes.Factory.class)
public record FeatureCheck(
        String feature, long timeMillis, Outcome outcome, double difference, double magnitude, long ageMillis) {

    /** What came of it. */
    public enum Outcome {
        /** It is the value of the time that it was served as, and nothing newer was known. */
        MATCH,
        /** It is the value of the time that it was served as, but another one was known as of the event. */
        BEHIND,
        /** It is not the value of the time that it was served as. */
        MISMATCH,
        /** Nothing was served although a value was known. */
        MISSING,
        /** A value was served although none was known. */
        EXTRA,
        /** What it should have been compared with is not kept any more. */
        UNCHECKED;

        /** Whether it counts against the feature. */
        public boolean wrong() {
            return this == MISMATCH || this == MISSING || this == EXTRA;
        }
    }
}
