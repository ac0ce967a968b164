package io.millrace.config;

import java.io.Serializable;

/**
 * How served feature values are compared with what their streams say.
 *
 * @param sample share of the keys that are compared; 0 for none
 * @param maxWrong share of a minute's values that may be wrong, missing or extra
 * @param maxSmape symmetric mean absolute percentage error that the numbers of a minute may have, as a share
 * @param minRows rows below which a minute says too little
 * @param minutes minutes beyond a bound that raise an alert
 * @param ofMinutes of how many of the newest minutes
 */
public record ConsistencyConfig(
        double sample, double maxWrong, double maxSmape, int minRows, int minutes, int ofMinutes)
        implements Serializable {
    /** What holds without a word about it. */
    public static final ConsistencyConfig DEFAULT = new ConsistencyConfig(0.01, 0.001, 0.01, 1000, 3, 5);
}
