package io.millrace.operators.enrich;

import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.metric.WindowHistogram;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;

/** What happens between a cache and its store; counted once per process, by the subtask that opened the cache. */
final class StoreMetrics {
    private final StageMetrics stage;
    private final Counter loads;
    private final Counter failures;
    private final Counter keys;
    private final Counter evictions;
    private final Counter changes;
    private final Counter missedChanges;
    private final WindowHistogram micros;
    private final WindowHistogram changeDelayMillis;

    StoreMetrics(StageMetrics stage) {
        this.stage = stage;
        this.loads = stage.sharedCounter(MetricNames.STORE_LOADS);
        this.failures = stage.sharedCounter(MetricNames.STORE_FAILURES);
        this.keys = stage.sharedCounter(MetricNames.STORE_KEYS);
        this.evictions = stage.sharedCounter(MetricNames.CACHE_EVICTIONS);
        this.changes = stage.sharedCounter(MetricNames.CACHE_CHANGES);
        this.missedChanges = stage.sharedCounter(MetricNames.CHANGES_MISSED);
        this.changeDelayMillis = stage.histogram(MetricNames.CHANGE_DELAY_MILLIS);
        this.micros = stage.histogram(MetricNames.STORE_MICROS);
    }

    void watch(LongSupplier entries, LongSupplier bytes, LongSupplier suspended) {
        stage.gauge(MetricNames.CACHE_ENTRIES, entries);
        stage.gauge(MetricNames.CACHE_BYTES, bytes);
        stage.gauge(MetricNames.STORE_SUSPENDED, suspended);
    }

    void load(int asked, long nanos) {
        loads.inc();
        keys.inc(asked);
        micros.update(TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    void failure() {
        failures.inc();
    }

    void eviction() {
        evictions.inc();
    }

    /** A delay below zero, by a clock that is ahead of ours, is none. */
    void change(long delayMillis) {
        changes.inc();
        changeDelayMillis.update(Math.max(0, delayMillis));
    }

    void missedChanges() {
        missedChanges.inc();
    }

    long changes() {
        return changes.getCount();
    }

    long evictions() {
        return evictions.getCount();
    }

    long loads() {
        return loads.getCount();
    }

    long failures() {
        return failures.getCount();
    }
}
