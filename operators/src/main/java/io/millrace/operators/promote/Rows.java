package io.millrace.operators.promote;

import io.millrace.config.ModelConfig;
import io.millrace.models.infer.Variant;
import io.millrace.models.learn.Labels;
import io.millrace.models.promote.LabeledPair;
import io.millrace.models.promote.Loss;
import io.millrace.models.promote.Pair;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.Scored;
import java.util.Optional;

/** What scored rows and feedback on them say about champion and candidate. */
final class Rows {
    private Rows() {}

    private static boolean canary(Scored row) {
        return row.model().variant().equals(Variant.CANARY.text());
    }

    /** How both versions ran on a row; empty if there was no candidate. */
    static Optional<Observed> ran(Scored row) {
        int served = row.model().version();
        if (row.failed() != Scored.NONE) {
            return Optional.of(new Observed.Ran(
                    served, row.failed(), Double.NaN, /* failed= */ true, served(row), Observed.Answer.NONE));
        }
        Scored.Shadow shadow = row.shadow();
        if (shadow == null) {
            return Optional.empty();
        }
        Observed.Answer ofServed = served(row);
        Observed.Answer ofShadow = new Observed.Answer(output(shadow.outputs()), shadow.micros());
        double propensity = row.model().propensity();
        return Optional.of(
                canary(row)
                        ? new Observed.Ran(shadow.version(), served, propensity, false, ofShadow, ofServed)
                        : new Observed.Ran(served, shadow.version(), 1 - propensity, false, ofServed, ofShadow));
    }

    private static Observed.Answer served(Scored row) {
        return new Observed.Answer(output(row.outputs()), row.micros());
    }

    private static double output(float[] outputs) {
        if (outputs.length == 1) {
            return outputs[0];
        }
        int largest = 0;
        for (int i = 1; i < outputs.length; i++) {
            largest = outputs[i] > outputs[largest] ? i : largest;
        }
        return largest;
    }

    /** How far both versions were from the first label of a row; empty if only one version said something. */
    static Optional<Observed> judged(Feedback feedback, ModelConfig model, Labels labels) {
        Scored row = feedback.scored();
        Scored.Shadow shadow = row.shadow();
        String label = feedback.label();
        if (feedback.kind() != Feedback.Kind.TRUTH || shadow == null || label == null) {
            return Optional.empty();
        }
        double actual = labels.actual(label);
        if (Double.isNaN(actual)) {
            return Optional.empty();
        }
        Loss loss = Loss.of(model.task());
        double ofServed = loss.of(row.outputs(), actual);
        double ofShadow = loss.of(shadow.outputs(), actual);
        int served = row.model().version();
        LabeledPair pair = canary(row)
                ? new LabeledPair(shadow.version(), served, new Pair(ofShadow, ofServed))
                : new LabeledPair(served, shadow.version(), new Pair(ofServed, ofShadow));
        return Optional.of(new Observed.Judged(pair));
    }
}
