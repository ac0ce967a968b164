package io.millrace.operators.promote;

import io.millrace.models.promote.LabeledPair;
import io.millrace.models.promote.QualityFloor;
import io.millrace.operators.record.Drift;
import io.millrace.operators.record.Published;
import io.millrace.operators.record.Scored;

/** Something that bears on which version serves. */
sealed interface Observed {

    /** Hands it over. */
    <X extends Exception> void tell(Listener<X> listener) throws X;

    /** Hears of every kind of observation. */
    interface Listener<X extends Exception> {

        void hear(Judged judged) throws X;

        void hear(Ran ran) throws X;

        void hear(Born born) throws X;

        void hear(Labeled labeled) throws X;

        void hear(Drifted drifted) throws X;
    }

    /** Both versions' predictions of an event were held against its label. */
    record Judged(LabeledPair pair) implements Observed {

        @Override
        public <X extends Exception> void tell(Listener<X> listener) throws X {
            listener.hear(this);
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
        public <X extends Exception> void tell(Listener<X> listener) throws X {
            listener.hear(this);
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
        public <X extends Exception> void tell(Listener<X> listener) throws X {
            listener.hear(this);
        }
    }

    /** What the version that served an event said was held against its label. */
    record Labeled(QualityFloor.Told told) implements Observed {

        @Override
        public <X extends Exception> void tell(Listener<X> listener) throws X {
            listener.hear(this);
        }
    }

    /** Somebody has found a drift. */
    record Drifted(Drift drift) implements Observed {

        @Override
        public <X extends Exception> void tell(Listener<X> listener) throws X {
            listener.hear(this);
        }
    }
}
