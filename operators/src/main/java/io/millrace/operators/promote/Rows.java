package io.millrace.operators.promote;

import io.millrace.config.PipelineConfig;
import io.millrace.models.infer.Variant;
import io.millrace.models.learn.Labels;
import io.millrace.models.promote.LabeledPair;
import io.millrace.models.promote.Loss;
import io.millrace.models.promote.Pair;
import io.millrace.models.promote.QualityFloor;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.Scored;
import java.util.ArrayList;
import java.util.List;
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

    /** What the first label of a row says; nothing if it is none that the model knows. */
    static List<Observed> labeled(Feedback feedback, PipelineConfig pipeline, Labels labels) {
        String label = feedback.label();
        if (feedback.kind() != Feedback.Kind.TRUTH || label == null) {
            return List.of();
        }
        double actual = labels.actual(label);
        if (Double.isNaN(actual)) {
            return List.of();
        }
        Scored row = feedback.scored();
        Loss loss = Loss.of(pipeline.model().task());
        List<Observed> said = new ArrayList<>(2);
        if (pipeline.retrain().qualityBelow() != null) {
            said.add(new Observed.Labeled(
                    new QualityFloor.Told(row.model().version(), actual, loss.predicted(row.outputs()))));
        }
        Scored.Shadow shadow = row.shadow();
        if (shadow != null) {
            said.add(judged(row, shadow, loss, actual));
        }
        return said;
    }

    private static Observed judged(Scored row, Scored.Shadow shadow, Loss loss, double actual) {
        double ofServed = loss.of(row.outputs(), actual);
        double ofShadow = loss.of(shadow.outputs(), actual);
        int served = row.model().version();
        LabeledPair pair = canary(row)
                ? new LabeledPair(shadow.version(), served, new Pair(ofShadow, ofServed))
                : new LabeledPair(served, shadow.version(), new Pair(ofServed, ofShadow));
        return new Observed.Judged(pair);
    }
}
