package io.millrace.operators.feature;

import io.millrace.operators.metric.EnumCounters;
import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.metric.WindowHistogram;
import io.millrace.operators.record.FeatureCheck;
import io.millrace.operators.record.FeatureValues;
import java.util.concurrent.atomic.AtomicLong;

/** What is counted of one feature. */
final class TallyMetrics {
    private static final double MILLIONTHS = 1e6;

    private final EnumCounters<FeatureCheck.Outcome> outcomes;
    private final WindowHistogram ages;
    private final AtomicLong smapeMillionths = new AtomicLong();
    private final AtomicLong outOfBounds = new AtomicLong();

    TallyMetrics(StageMetrics stage, String feature) {
        StageMetrics metrics = stage.labelled(MetricNames.FEATURE, feature);
        this.outcomes = metrics.counters(MetricNames.FEATURE_CHECKS, MetricNames.OUTCOME, FeatureCheck.Outcome.class);
        this.ages = metrics.histogram(MetricNames.SERVED_AGE_MILLIS);
        metrics.gauge(MetricNames.FEATURE_SMAPE_MILLIONTHS, smapeMillionths::get);
        metrics.gauge(MetricNames.FEATURE_OUT_OF_BOUNDS, outOfBounds::get);
    }

    void count(FeatureCheck check) {
        outcomes.inc(check.outcome());
        if (check.ageMillis() != FeatureValues.NO_AGE) {
            ages.update(check.ageMillis());
        }
    }

    void judged(double smape, int out) {
        smapeMillionths.set(Math.round(smape * MILLIONTHS));
        outOfBounds.set(out);
    }
}
