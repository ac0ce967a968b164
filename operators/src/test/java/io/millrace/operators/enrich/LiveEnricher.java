package io.millrace.operators.enrich;

import io.millrace.config.BatchingConfig.Order;
import io.millrace.config.FeatureConfig;
import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Rejection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** An enricher on the machine's clock, whose task thread is the one that calls it. */
final class LiveEnricher implements Enricher.Output, AutoCloseable {
    private final Ticker ticker = Ticker.system();
    private final BlockingQueue<Runnable> mails = new LinkedBlockingQueue<>();
    private final Map<Long, Long> arrivals = new HashMap<>();
    private final Departure departure;
    private final Enricher enricher;
    private long alarmMillis = Long.MAX_VALUE;

    /** Told of each event that leaves, and how long it was inside. */
    @FunctionalInterface
    interface Departure {
        void left(EnrichedEvent event, long nanos);
    }

    LiveEnricher(FeatureConfig feature, FeatureStoreSource stores, Departure departure) throws FeatureStoreException {
        this.departure = departure;
        EnrichSettings settings = new EnrichSettings(
                List.of(feature), Events.CONFIG, Order.UNORDERED, /* capacity= */ 10_000, stores, ChangeFeed.NONE);
        StageMetrics stage = StageMetrics.unregistered();
        this.enricher = new Enricher(settings, this, ticker, new EnrichMetrics(stage, settings.features()));
        FeatureCaches caches = new FeatureCaches(ticker);
        enricher.join(feature, caches.lease(feature.view(), settings.stores(), settings.changes(), stage));
    }

    /** An event arrives. */
    void offer(Event event) {
        arrivals.put(event.raw().position().offset(), ticker.nanos());
        StreamRecord<Event> record = new StreamRecord<>(event, event.timeMillis());
        if (!enricher.pass(record)) {
            enricher.hold(record);
        }
    }

    /** Does what is to be done until a time on the clock of nanoseconds. */
    void runUntil(long nanos) throws InterruptedException {
        do {
            if (alarmMillis <= ticker.epochMillis()) {
                alarmMillis = Long.MAX_VALUE;
                enricher.expire(ticker.epochMillis());
            }
            long idle = nanos - ticker.nanos();
            if (alarmMillis != Long.MAX_VALUE) {
                idle = Math.min(idle, TimeUnit.MILLISECONDS.toNanos(alarmMillis - ticker.epochMillis()));
            }
            Runnable mail = mails.poll(Math.max(0, idle), TimeUnit.NANOSECONDS);
            if (mail != null) {
                mail.run();
            }
        } while (ticker.nanos() < nanos);
    }

    boolean isEmpty() {
        return enricher.isEmpty();
    }

    @Override
    public void enriched(StreamRecord<EnrichedEvent> record) {
        EnrichedEvent event = record.getValue();
        Long arrived = arrivals.remove(event.event().raw().position().offset());
        if (arrived == null) {
            throw new AssertionError("event left twice: event=" + event);
        }
        departure.left(event, ticker.nanos() - arrived);
    }

    @Override
    public void rejected(StreamRecord<Rejection> record) {
        throw new AssertionError("event was refused: rejection=" + record);
    }

    @Override
    public void barrier(StreamElement barrier) {}

    @Override
    public void wakeAt(long epochMillis) {
        alarmMillis = epochMillis;
    }

    @Override
    public void post(Runnable action) {
        mails.add(action);
    }

    @Override
    public void fail(Throwable cause) {
        mails.add(() -> {
            throw new AssertionError("store broke down", cause);
        });
    }

    @Override
    public void close() {
        enricher.close();
    }
}
