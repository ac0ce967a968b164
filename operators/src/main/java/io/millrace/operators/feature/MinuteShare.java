package io.millrace.operators.feature;

import java.util.List;

/**
 * How wrong a feature was within some minute, or within several.
 *
 * @param minuteMillis when the minute begins, or the first of several
 * @param rows values that were compared
 * @param wrong those that were wrong, missing or extra
 * @param difference sum of the differences of the numbers
 * @param magnitude sum of the numbers themselves, the known and the served ones
 */
record MinuteShare(long minuteMillis, long rows, long wrong, double difference, double magnitude) {

    /** All of them together. */
    static MinuteShare sum(List<MinuteShare> minutes) {
        long first = Long.MAX_VALUE;
        long rows = 0;
        long wrong = 0;
        double difference = 0;
        double magnitude = 0;
        for (MinuteShare minute : minutes) {
            first = Math.min(first, minute.minuteMillis);
            rows += minute.rows;
            wrong += minute.wrong;
            difference += minute.difference;
            magnitude += minute.magnitude;
        }
        return new MinuteShare(first, rows, wrong, difference, magnitude);
    }

    double wrongShare() {
        return rows == 0 ? 0 : (double) wrong / rows;
    }

    /** Symmetric mean absolute percentage error, as a share from 0 to 1. */
    double smape() {
        return magnitude == 0 ? 0 : difference / magnitude;
    }
}
