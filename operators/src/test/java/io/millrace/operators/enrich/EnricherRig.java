package io.millrace.operators.enrich;

import io.millrace.config.BatchingConfig.Order;
import io.millrace.config.FeatureConfig;
import io.millrace.models.feature.Values;
import io.millrace.models.time.ManualTicker;
import io.millrace.operators.metric.RecordedMetrics;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/** An enricher without Flink: a mailbox whose mails run when the test says so, and a list of everything that left. */
final class EnricherRig implements Enricher.Output, AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;
    static final long NOW = 1_700_000_000_000L;

    final ManualTicker ticker = new ManualTicker(NOW);
    final RecordedMetrics metrics = new RecordedMetrics();
    final List<EnrichedEvent> enriched = new ArrayList<>();
    final List<Rejection> rejected = new ArrayList<>();
    /** What left in order: offsets of events, watermarks with a bar. */
    final List<String> left = new ArrayList<>();

    final List<Long> alarms = new ArrayList<>();
    private final BlockingQueue<Runnable> mails = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> faults = new LinkedBlockingQueue<>();
    private final Enricher enricher;
    private int mailsRun;

    EnricherRig(Order order, int capacity, FeatureConfig... features) throws FeatureStoreException {
        EnrichSettings settings = new EnrichSettings(
                List.of(features), Events.CONFIG, order, capacity, InMemoryFeatureStore.source(), ChangeFeed.NONE);
        StageMetrics stage = StageMetrics.of(metrics.operator(), ticker);
        FeatureCaches caches = new FeatureCaches(ticker);
        this.enricher = new Enricher(settings, this, ticker, new EnrichMetrics(stage, settings.features()));
        for (FeatureConfig feature : features) {
            enricher.join(feature, caches.lease(feature.view(), settings.stores(), settings.changes(), stage));
        }
    }

    Enricher enricher() {
        return enricher;
    }

    /** Gives an event to the enricher as the operator does; returns whether it passed at once. */
    boolean offer(Event event) {
        StreamRecord<Event> record = new StreamRecord<>(event, event.timeMillis());
        if (enricher.pass(record)) {
            return true;
        }
        enricher.hold(record);
        return false;
    }

    boolean offer(long offset, @Nullable String zipcode) {
        return offer(Events.of(offset, zipcode));
    }

    void watermark(long timestamp) {
        enricher.barrier(new Watermark(timestamp));
    }

    /** Waits for a mail and runs it. */
    void runMail() throws InterruptedException {
        Runnable mail = mails.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (mail == null) {
            throw new AssertionError("no mail: left=" + left);
        }
        mailsRun++;
        mail.run();
    }

    /** Runs mails until nothing is inside. */
    void runMails() throws InterruptedException {
        while (!enricher.isEmpty()) {
            runMail();
        }
    }

    int mailsRun() {
        return mailsRun;
    }

    /** The value of a metric of the stage. */
    long metric(String name) {
        return metrics.value("operator.millrace." + name);
    }

    /** What left for the event at an offset. */
    EnrichedEvent of(long offset) {
        return enriched.stream()
                .filter(each -> each.event().raw().position().offset() == offset)
                .reduce((first, second) -> {
                    throw new AssertionError("event left twice: offset=" + offset);
                })
                .orElseThrow(() -> new AssertionError("event did not leave: offset=" + offset));
    }

    static Values market(double price, double sales, @Nullable String region, double waterfront) {
        return new Values(
                new double[] {price, sales, Double.NaN, waterfront},
                new @Nullable String[] {null, null, region, null},
                new float[0][]);
    }

    @Override
    public void enriched(StreamRecord<EnrichedEvent> record) {
        EnrichedEvent event = record.getValue();
        if (record.getTimestamp() != event.event().timeMillis()) {
            throw new AssertionError("timestamp was changed: record=" + record);
        }
        enriched.add(event);
        left.add(Long.toString(event.event().raw().position().offset()));
    }

    @Override
    public void rejected(StreamRecord<Rejection> record) {
        rejected.add(record.getValue());
        left.add("x" + record.getValue().raw().position().offset());
    }

    @Override
    public void barrier(StreamElement barrier) {
        left.add("|" + barrier.asWatermark().getTimestamp());
    }

    @Override
    public void wakeAt(long epochMillis) {
        alarms.add(epochMillis);
    }

    @Override
    public void post(Runnable action) {
        mails.add(action);
    }

    @Override
    public void fail(Throwable cause) {
        faults.add(cause);
    }

    Throwable awaitFault() throws InterruptedException {
        Throwable fault = faults.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (fault == null) {
            throw new AssertionError("no fault");
        }
        return fault;
    }

    @Override
    public void close() {
        enricher.close();
    }
}
