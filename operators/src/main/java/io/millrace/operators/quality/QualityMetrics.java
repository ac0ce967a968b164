package io.millrace.operators.quality;

import io.millrace.models.evaluate.LiveMetrics;
import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.quality.ModelQuality.Told;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The figures of the version that serves, as metrics. */
final class QualityMetrics {
    private static final double MILLIONTHS = 1e6;

    private final StageMetrics stage;
    private final Map<String, AtomicLong> byMetric = new HashMap<>();
    private final AtomicLong labels = new AtomicLong();
    private final AtomicLong coverage = new AtomicLong();
    private final AtomicLong maturity = new AtomicLong();

    QualityMetrics(StageMetrics stage) {
        this.stage = stage;
        stage.gauge(MetricNames.QUALITY_LABELS, labels::get);
        stage.gauge(MetricNames.QUALITY_COVERAGE_MILLIONTHS, coverage::get);
        stage.gauge(MetricNames.QUALITY_MATURITY_MILLIONTHS, maturity::get);
    }

    void show(Told told) {
        LiveMetrics metrics = told.figure().metrics();
        long count = metrics == null ? 0 : metrics.labels();
        labels.set(count);
        coverage.set(millionths((double) count / told.figure().rows().rows()));
        maturity.set(millionths(told.maturity()));
        if (metrics != null) {
            metrics.fading().forEach((name, value) -> gauge(name).set(millionths(value)));
        }
    }

    private AtomicLong gauge(String metric) {
        return byMetric.computeIfAbsent(metric, name -> {
            AtomicLong value = new AtomicLong();
            stage.labelled(MetricNames.METRIC, name).gauge(MetricNames.QUALITY_MILLIONTHS, value::get);
            return value;
        });
    }

    private static long millionths(double value) {
        return Math.round(value * MILLIONTHS);
    }
}
