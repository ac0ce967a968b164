package io.millrace.operators.learn;

import io.millrace.operators.metric.EnumCounters;
import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.metric.WindowHistogram;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;

/** What is counted of a learner. */
final class LearnMetrics {
    private final StageMetrics stage;
    private final EnumCounters<Pupil.Taken> taken;
    private final EnumCounters<Outcome> outcomes;
    private final Counter late;
    private final WindowHistogram micros;
    private volatile long dropped;
    private volatile long relapses;

    /** What became of an occasion to publish. */
    enum Outcome {
        PUBLISHED,
        /** The version was in the registry already. */
        FOUND,
        FAILED
    }

    LearnMetrics(StageMetrics stage) {
        this.stage = stage;
        this.taken = stage.counters(MetricNames.LABELS_LEARNED, MetricNames.TAKEN, Pupil.Taken.class);
        this.outcomes = stage.counters(MetricNames.VERSIONS, MetricNames.OUTCOME, Outcome.class);
        this.late = stage.counter(MetricNames.LABELS_LATE);
        this.micros = stage.histogram(MetricNames.PUBLISH_MICROS);
        stage.gauge(MetricNames.LABELS_DROPPED, () -> dropped);
        stage.gauge(MetricNames.LEARNER_RESTARTS, () -> relapses);
    }

    /** Metrics that nobody sees. */
    static LearnMetrics unregistered() {
        return new LearnMetrics(StageMetrics.unregistered());
    }

    void follow(LongSupplier waiting, LongSupplier labels, LongSupplier version) {
        stage.gauge(MetricNames.IN_FLIGHT, waiting);
        stage.gauge(MetricNames.LEARNER_LABELS, labels);
        stage.gauge(MetricNames.LEARNER_VERSION, version);
    }

    void late() {
        late.inc();
    }

    void learned(Pupil.Taken what, Pupil pupil) {
        taken.inc(what);
        dropped = pupil.dropped();
        relapses = pupil.relapses();
    }

    void published(boolean again, long nanos) {
        outcomes.inc(again ? Outcome.FOUND : Outcome.PUBLISHED);
        micros.update(TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    void failed() {
        outcomes.inc(Outcome.FAILED);
    }
}
