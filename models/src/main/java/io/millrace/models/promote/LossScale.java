package io.millrace.models.promote;

/**
 * The unit in which differences of losses without a bound are counted: a running estimate of the value that nineteen
 * of twenty differences do not exceed. A difference is divided by the unit as it was before, so that it does not
 * bear on its own weight, and cut off at -1 and 1.
 *
 * <p>After each difference the logarithm of the unit moves up by 0.95 η if it was exceeded and down by 0.05 η if not.
 *
 * @param seen differences so far that were not 0
 * @param unit 0 before the first of them
 */
public record LossScale(long seen, double unit) {
    /** Before the first difference. */
    public static final LossScale UNKNOWN = new LossScale(0, 0);

    /** Differences that only help to find the unit. */
    static final int WARM_UP = 32;

    private static final double SHARE_WITHIN = 0.95;
    private static final double PACE = 0.1;

    /** Whether the unit is known well enough to count in it. */
    boolean known() {
        return seen >= WARM_UP;
    }

    /** The difference in units. */
    double scaled(double difference) {
        return Math.max(-1, Math.min(1, difference / unit));
    }

    /** After one more difference. */
    LossScale with(double difference) {
        double size = Math.abs(difference);
        if (size == 0) {
            return this;
        }
        if (seen < WARM_UP) {
            return new LossScale(seen + 1, Math.max(unit, size));
        }
        double step = size > unit ? SHARE_WITHIN : SHARE_WITHIN - 1;
        return new LossScale(seen + 1, unit * Math.exp(PACE * step));
    }
}
