package io.millrace.models.batch;

/**
 * How soon an incomplete batch may follow the batch before it: not before so much time has passed since that one's start
 * that the fixed cost of a batch, {@code c0} of the cost model, is at most {@value #MOST_FIXED} of it. Events that come
 * one by one are scored at once; events that come in a stream are gathered, where each would else pay for a batch of a
 * few rows. It is never more than a quarter of the target latency,
 * and nothing where it would be shorter than what a timer can tell apart.
 *
 * <p>Waiting for as long as the cost that it may save is the classical answer to when to stop waiting; this is a multiple
 * of it, because the model's threads share their processors with everything that feeds them.
 */
final class Pace {
    private static final double MOST_FIXED = 0.05;
    private static final int PARTS_OF_TARGET = 4;
    private static final long LEAST_NANOS = 50_000;

    private final long mostNanos;

    Pace(long targetNanos) {
        this.mostNanos = targetNanos / PARTS_OF_TARGET;
    }

    /** From the start of a batch to the earliest start of an incomplete one after it. */
    long nanos(CostModel cost) {
        long nanos = Math.min(mostNanos, (long) (cost.fixedNanos() / MOST_FIXED));
        return nanos < LEAST_NANOS ? 0 : nanos;
    }
}
