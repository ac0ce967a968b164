package io.millrace.models.promote;

import io.millrace.config.RetrainConfig;
import io.millrace.models.promote.ConfidenceSequence.Interval;
import io.millrace.models.promote.QualityState.Stretch;
import io.millrace.models.promote.RetrainTriggers.Measured;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds that the champion's accuracy, or R² of a regression, is surely too low. It may be looked at after every label: the
 * interval of the accuracy is a {@link ConfidenceSequence}, that of R² a {@link FitSequence}.
 *
 * <p>Two stretches of labels are judged: all since the version became champion, which finds a small lack, and the latest ones,
 * counted anew after every {@value #STRETCH} times {@code min-labels}, which find that what was good has become bad. The
 * first has half of alpha and the k-th of the others 1 / (k (k + 1)) of the other half, so the chance that a champion is ever
 * found too low on a stretch on which it is not is at most alpha; that of a regression comes to it with more labels.
 */
public final class QualityFloor {
    private static final int STRETCH = 4;

    private final RetrainConfig retrain;
    private final Loss loss;
    private final double alpha;

    public QualityFloor(RetrainConfig retrain, Loss loss, double alpha) {
        this.retrain = retrain;
        this.loss = loss;
        this.alpha = alpha;
    }

    /**
     * A label of a row that a version served.
     *
     * @param actual a number, or the place of a class
     * @param predicted the same
     */
    public record Told(int version, double actual, double predicted) {}

    /** After one more label; those of another version than the champion are passed over. */
    public QualityState add(QualityState state, int champion, Told told) {
        QualityState now = state.version() == champion ? state : QualityState.of(champion);
        if (retrain.qualityBelow() == null || told.version() != champion) {
            return now;
        }
        boolean full = labels(now.recent()) >= (long) STRETCH * retrain.minLabels();
        long stretches = full ? now.stretches() + 1 : now.stretches();
        Stretch recent = full ? Stretch.EMPTY : now.recent();
        return new QualityState(
                champion, with(now.life(), told, alpha / 2), with(recent, told, alphaOf(stretches)), stretches);
    }

    private double alphaOf(long stretch) {
        return alpha / (2.0 * stretch * (stretch + 1));
    }

    private Stretch with(Stretch stretch, Told told, double ofStretch) {
        return loss == Loss.WRONG_CLASS
                ? new Stretch(stretch.hits().with(told.actual() == told.predicted() ? 1 : 0, ofStretch), stretch.fit())
                : new Stretch(stretch.hits(), stretch.fit().with(told.actual(), told.predicted()));
    }

    private static long labels(Stretch stretch) {
        return Math.max(stretch.hits().count(), stretch.fit().count());
    }

    /** What was measured where it is surely too low: on the latest labels, or else on all; empty if it is not. */
    public Optional<Measured> judge(QualityState state) {
        return Stream.of(measured(state.recent(), alphaOf(state.stretches())), measured(state.life(), alpha / 2))
                .filter(each -> each.surelyBelow(retrain))
                .findFirst();
    }

    private Measured measured(Stretch stretch, double ofStretch) {
        if (loss == Loss.WRONG_CLASS) {
            ConfidenceSequence hits = stretch.hits();
            Interval interval = hits.interval(ofStretch);
            double accuracy = hits.count() == 0 ? Double.NaN : hits.sum() / hits.count();
            return new Measured("accuracy", hits.count(), accuracy, interval.lower(), interval.upper());
        }
        FitSequence fit = stretch.fit();
        Interval interval = fit.interval(ofStretch);
        return new Measured("r2", fit.count(), fit.value(), interval.lower(), interval.upper());
    }
}
