package io.millrace.operators.feedback;

import io.millrace.operators.metric.EnumCounters;
import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.metric.WindowHistogram;
import io.millrace.operators.record.Feedback;

/** What is counted of the join. */
final class JoinMetrics {
    private final EnumCounters<LabelJoin.Taken> taken;
    private final EnumCounters<Feedback.Kind> feedback;
    private final WindowHistogram delays;

    JoinMetrics(StageMetrics stage) {
        this.taken = stage.counters(MetricNames.JOINED, MetricNames.TAKEN, LabelJoin.Taken.class);
        this.feedback = stage.counters(MetricNames.FEEDBACK, MetricNames.KIND, Feedback.Kind.class);
        this.delays = stage.histogram(MetricNames.LABEL_DELAY_MILLIS);
    }

    void count(LabelJoin.Taken what) {
        taken.inc(what);
    }

    void count(Feedback what) {
        feedback.inc(what.kind());
        Feedback.Evidence evidence = what.evidence();
        if (what.kind() == Feedback.Kind.TRUTH && evidence != null) {
            delays.update(evidence.delayMillis());
        }
    }
}
