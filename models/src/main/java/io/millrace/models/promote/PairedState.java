package io.millrace.models.promote;

/**
 * What the test on pairs has seen: a few numbers, whatever the number of pairs.
 *
 * @param sequence of (1 + d) / 2, where d is the champion's loss less the candidate's, between -1 and 1
 * @param scale of losses without a bound
 * @param pairs labels of both versions so far
 * @param skipped of them, pairs with a loss that is not finite
 * @param championLoss sum of the champion's losses
 * @param candidateLoss sum of the candidate's losses
 */
public record PairedState(
        ConfidenceSequence sequence,
        LossScale scale,
        long pairs,
        long skipped,
        double championLoss,
        double candidateLoss) {
    /** Before the first pair. */
    public static final PairedState EMPTY = new PairedState(ConfidenceSequence.EMPTY, LossScale.UNKNOWN, 0, 0, 0, 0);
}
