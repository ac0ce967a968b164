package io.millrace.models.evaluate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;

/**
 * How good predictions are, as sums to which each prediction contributes and from which it can be taken out again: when its
 * label is corrected or taken back, or when it is too old.
 */
public sealed interface Metrics permits RegressionMetrics, ClassificationMetrics {

    /** Takes in a prediction that counts as much as so many. */
    void add(Judged one, double weight);

    /** Takes out a prediction that was taken in with this weight, which now may be half of it, and half again. */
    void remove(Judged one, double weight);

    /** Predictions that are in. */
    long count();

    /** Every metric that is defined, by name. */
    Map<String, Double> byName();

    /** Halves all weights so many times, so that they do not grow without bound. The metrics stay. */
    void halve(int times);

    /** Writes the sums. */
    void write(DataOutput out) throws IOException;

    /** Reads what metrics of the same task have written, in place of what is in. */
    void read(DataInput in) throws IOException;
}
