package io.millrace.operators.promote;

import io.millrace.models.promote.LabeledPair;
import io.millrace.models.promote.QualityFloor;
import io.millrace.operators.record.Drift;
import io.millrace.operators.record.Published;
import io.millrace.operators.record.Scored;
import java.util.function.Function;

/** Something that bears on which version serves. */
sealed interface Observed {

    /** The result of the function for this kind of observation. */
    <R> R fold(
            Function<? super Judged, ? extends R> judged,
            Function<? super Ran, ? extends R> ran,
            Function<? super Born, ? extends R> born,
            Function<? super Labeled, ? extends R> labeled,
            Function<? super Drifted, ? extends R> drifted);

    /** Both versions' predictions of an event were held against its label. */
    record Judged(LabeledPair pair) implements Observed {

        @Override
        public <R> R fold(
                Function<? super Judged, ? extends R> judged,
                Function<? super Ran, ? extends R> ran,
                Function<? super Born, ? extends R> born,
                Function<? super Labeled, ? extends R> labeled,
                Function<? super Drifted, ? extends R> drifted) {
            return judged.apply(this);
        }
    }

    /**
     * A row was scored while there was a candidate.
     *
     * @param share of the keys that the candidate served, or NaN if the row does not say
     * @param failed whether the candidate gave nothing
     * @param ofChampion what the champion gave
     * @param ofCandidate of no account if it failed
     */
    record Ran(int champion, int candidate, double share, boolean failed, Answer ofChampion, Answer ofCandidate)
            implements Observed {

        @Override
        public <R> R fold(
                Function<? super Judged, ? extends R> judged,
                Function<? super Ran, ? extends R> ran,
                Function<? super Born, ? extends R> born,
                Function<? super Labeled, ? extends R> labeled,
                Function<? super Drifted, ? extends R> drifted) {
            return ran.apply(this);
        }
    }

    /**
     * What a version gave for a row.
     *
     * @param output a number, a probability, or the place of a class
     * @param micros microseconds of its forward pass of the row's batch, or {@link Scored#UNKNOWN}
     */
    record Answer(double output, int micros) {
        /** Nothing. */
        static final Answer NONE = new Answer(Double.NaN, Scored.UNKNOWN);
    }

    /** A learner has published a version. */
    record Born(Published published) implements Observed {

        @Override
        public <R> R fold(
                Function<? super Judged, ? extends R> judged,
                Function<? super Ran, ? extends R> ran,
                Function<? super Born, ? extends R> born,
                Function<? super Labeled, ? extends R> labeled,
                Function<? super Drifted, ? extends R> drifted) {
            return born.apply(this);
        }
    }

    /** What the version that served an event said was held against its label. */
    record Labeled(QualityFloor.Told told) implements Observed {

        @Override
        public <R> R fold(
                Function<? super Judged, ? extends R> judged,
                Function<? super Ran, ? extends R> ran,
                Function<? super Born, ? extends R> born,
                Function<? super Labeled, ? extends R> labeled,
                Function<? super Drifted, ? extends R> drifted) {
            return labeled.apply(this);
        }
    }

    /** Somebody has found a drift. */
    record Drifted(Drift drift) implements Observed {

        @Override
        public <R> R fold(
                Function<? super Judged, ? extends R> judged,
                Function<? super Ran, ? extends R> ran,
                Function<? super Born, ? extends R> born,
                Function<? super Labeled, ? extends R> labeled,
                Function<? super Drifted, ? extends R> drifted) {
            return drifted.apply(this);
        }
    }
}
