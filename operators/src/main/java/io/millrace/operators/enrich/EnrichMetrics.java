package io.millrace.operators.enrich;

import io.millrace.config.FeatureConfig;
import io.millrace.operators.metric.EnumCounters;
import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.metric.WindowHistogram;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.Freshness;
import io.millrace.operators.record.Reason;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;

/** What one subtask of the enrich stage counts. */
final class EnrichMetrics {
    private final StageMetrics stage;
    private final Counter in;
    private final Counter out;
    private final Counter refused;
    private final Counter inline;
    private final Counter degraded;
    private final WindowHistogram micros;
    private final OfView[] views;

    /** What is counted for each view. */
    private static final class OfView {
        private final Counter hits;
        private final Counter unknownHits;
        private final Counter misses;
        private final EnumCounters<Freshness> values;
        private final WindowHistogram ageMillis;

        private OfView(StageMetrics view) {
            this.hits = view.counter(MetricNames.CACHE_HITS);
            this.unknownHits = view.counter(MetricNames.CACHE_UNKNOWN_HITS);
            this.misses = view.counter(MetricNames.CACHE_MISSES);
            this.values = view.counters(MetricNames.FEATURE_VALUES, MetricNames.FRESHNESS, Freshness.class);
            this.ageMillis = view.histogram(MetricNames.FEATURE_AGE_MILLIS);
        }
    }

    EnrichMetrics(StageMetrics stage, List<FeatureConfig> features) {
        this.stage = stage;
        this.in = stage.rated(MetricNames.EVENTS_IN);
        this.out = stage.rated(MetricNames.EVENTS_OUT);
        this.refused = stage.labelled(MetricNames.REASON, Reason.MISSING_FEATURE.name())
                .counter(MetricNames.REJECTIONS);
        this.inline = stage.counter(MetricNames.ENRICHED_INLINE);
        this.degraded = stage.counter(MetricNames.DEGRADED);
        this.micros = stage.histogram(MetricNames.ENRICH_MICROS);
        this.views = features.stream()
                .map(feature -> new OfView(of(stage, feature.view().view())))
                .toArray(OfView[]::new);
    }

    /** The part of a stage's metrics that concerns one view. */
    static StageMetrics of(StageMetrics stage, String view) {
        return stage.labelled(MetricNames.VIEW, view);
    }

    void watch(LongSupplier inFlight) {
        stage.gauge(MetricNames.IN_FLIGHT, inFlight);
    }

    void arrived() {
        in.inc();
    }

    void passedInline() {
        inline.inc();
    }

    /** The cache had an answer, or the event had no key to ask for. */
    void hit(int view, CachedRow row) {
        switch (row.kind()) {
            case FOUND -> views[view].hits.inc();
            case UNKNOWN -> {
                views[view].hits.inc();
                views[view].unknownHits.inc();
            }
            case NO_KEY, UNAVAILABLE -> {}
        }
    }

    void miss(int view) {
        views[view].misses.inc();
    }

    void refused() {
        refused.inc();
    }

    /** An event left with these values. */
    void enriched(FeatureValues values, FeatureAssembler assembler, int enrichMicros) {
        out.inc();
        micros.update(enrichMicros);
        if (values.degraded()) {
            degraded.inc();
        }
        int column = 0;
        while (column < values.columns()) {
            int end = equalsEnd(values, assembler, column);
            views[assembler.viewOf(column)].values.inc(values.freshness(column), end - column);
            column = end;
        }
        for (int view = 0; view < views.length; view++) {
            if (values.ageMillis(view) != FeatureValues.NO_AGE) {
                views[view].ageMillis.update(values.ageMillis(view));
            }
        }
    }

    /* Mostly all values of a view are as fresh as the first. */
    private static int equalsEnd(FeatureValues values, FeatureAssembler assembler, int first) {
        int end = first + 1;
        while (end < values.columns()
                && values.freshnessCode(end) == values.freshnessCode(first)
                && assembler.viewOf(end) == assembler.viewOf(first)) {
            end++;
        }
        return end;
    }
}
