package io.millrace.models.promote;

import io.millrace.config.PromotionConfig;
import io.millrace.models.promote.ConfidenceSequence.Interval;

/**
 * The anytime-valid test on pairs of predictions: it may be looked at after every label, and still the chance that it
 * ever promotes a candidate that is not better, or rejects one that is better by the margin, is at most alpha.
 *
 * <p>The difference d of the losses lies between -1 and 1: for a wrong class as it is, for errors of a regression in
 * units of a {@link LossScale}. The candidate is promoted when d surely exceeds the margin and its plain mean loss is
 * smaller too, and rejected when d surely falls short of the margin.
 */
public final class PairedGate {
    private final Loss loss;
    private final double margin;
    private final double alpha;
    private final long minLabels;

    public PairedGate(PromotionConfig promotion, Loss loss) {
        this.loss = loss;
        this.margin = promotion.margin();
        this.alpha = promotion.alpha();
        this.minLabels = promotion.minLabels();
    }

    /** After one more pair. A loss that is not finite is counted and says nothing here: the service gate hears of it. */
    public PairedState add(PairedState state, Pair pair) {
        if (!pair.finite()) {
            return new PairedState(
                    state.sequence(),
                    state.scale(),
                    state.pairs() + 1,
                    state.skipped() + 1,
                    state.championLoss(),
                    state.candidateLoss());
        }
        double difference = pair.champion() - pair.candidate();
        LossScale scale = state.scale();
        boolean bounded = loss == Loss.WRONG_CLASS;
        ConfidenceSequence sequence = state.sequence();
        if (bounded) {
            sequence = sequence.with((1 + difference) / 2, alpha);
        } else if (scale.known()) {
            sequence = sequence.with((1 + scale.scaled(difference)) / 2, alpha);
        }
        return new PairedState(
                sequence,
                bounded ? scale : scale.with(difference),
                state.pairs() + 1,
                state.skipped(),
                state.championLoss() + pair.champion(),
                state.candidateLoss() + pair.candidate());
    }

    /** What the pairs so far say. */
    public PairedEvidence judge(PairedState state) {
        ConfidenceSequence sequence = state.sequence();
        long losses = state.pairs() - state.skipped();
        Interval interval = sequence.interval(alpha);
        double lower = 2 * interval.lower() - 1;
        double upper = 2 * interval.upper() - 1;
        return new PairedEvidence(
                verdict(state, lower, upper),
                sequence.count(),
                state.championLoss() / losses,
                state.candidateLoss() / losses,
                sequence.count() == 0 ? 0 : 2 * sequence.sum() / sequence.count() - 1,
                lower,
                upper);
    }

    private Verdict verdict(PairedState state, double lower, double upper) {
        if (state.sequence().count() < minLabels) {
            return Verdict.HOLD;
        }
        if (lower > margin && state.candidateLoss() < state.championLoss()) {
            return Verdict.PROMOTE;
        }
        return upper < margin ? Verdict.REJECT : Verdict.HOLD;
    }
}
