package io.millrace.operators.feature;

/**
 * A feature has left a bound, or is back within it.
 *
 * @param value of the judged minutes together that are beyond the bound, or, if it is back, of those that are within it
 * @param rows of these minutes
 * @param sinceMillis begin of the first minute that was out of the bound
 */
record BoundAlert(
        String feature, State state, BoundMeasure measure, double value, double bound, long rows, long sinceMillis) {

    /** Which of the two. */
    enum State {
        LEFT,
        BACK
    }
}
