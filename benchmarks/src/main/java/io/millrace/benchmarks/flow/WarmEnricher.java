package io.millrace.benchmarks.flow;

import io.millrace.config.PipelineConfig;
import io.millrace.config.ViewConfig;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.Values;
import io.millrace.models.time.Ticker;
import io.millrace.operators.enrich.ChangeFeed;
import io.millrace.operators.enrich.Enrich;
import io.millrace.operators.enrich.Enricher;
import io.millrace.operators.enrich.FeatureRow;
import io.millrace.operators.enrich.FeatureStore;
import io.millrace.operators.enrich.FeatureStoreException;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.Rejection;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/** The enrich stage without a stream, with the rows of some events in its caches. */
public final class WarmEnricher implements AutoCloseable {
    private final Mail mail = new Mail();
    private final StreamRecord<Event> record = new StreamRecord<>(null);
    private final FeatureValues streamed;
    private final Enricher enricher;

    /**
     * Opens it and looks the events up once.
     *
     * @param features rows by key; a key without one has zeros
     */
    public WarmEnricher(Map<String, Row> features, PipelineConfig pipeline, Event... events)
            throws FeatureStoreException, InterruptedException {
        streamed = Enrich.defaults(pipeline.streamedFeatures());
        long now = Ticker.system().epochMillis();
        Map<String, FeatureRow> rows = new HashMap<>();
        for (Map.Entry<String, Row> row : features.entrySet()) {
            rows.put(row.getKey(), new FeatureRow((Values) row.getValue(), now));
        }
        enricher = Enricher.open(
                pipeline, view -> new InMemory(rows, new FeatureRow(zeros(view), now)), ChangeFeed.NONE, mail);
        for (Event event : events) {
            while (enricher.full()) {
                mail.actions.take().run();
            }
            enricher.hold(new StreamRecord<>(event));
        }
        while (!enricher.isEmpty()) {
            mail.actions.take().run();
        }
    }

    /** Enriches one of the events. */
    public EnrichedEvent enrich(Event event) {
        mail.enriched = null;
        enricher.pass(record.replace(event, event.timeMillis()));
        EnrichedEvent enriched = Objects.requireNonNull(mail.enriched, "row is not cached");
        return streamed.views() == 0
                ? enriched
                : new EnrichedEvent(event, enriched.features().and(streamed), enriched.enrichMicros());
    }

    @Override
    public void close() {
        enricher.close();
    }

    private static Values zeros(ViewConfig view) {
        String[] texts = new String[view.columns().size()];
        Arrays.fill(texts, "0");
        return new Values(new double[texts.length], texts, new float[0][]);
    }

    /** Keeps the last event, and what the loaders have to say until somebody listens. */
    private static final class Mail implements Enricher.Output {
        private final BlockingQueue<Runnable> actions = new LinkedBlockingQueue<>();
        private @Nullable EnrichedEvent enriched;

        @Override
        public void enriched(StreamRecord<EnrichedEvent> record) {
            enriched = record.getValue();
        }

        @Override
        public void rejected(StreamRecord<Rejection> record) {
            throw new IllegalStateException(
                    "event is refused: detail=" + record.getValue().detail());
        }

        @Override
        public void barrier(StreamElement barrier) {}

        @Override
        public void wakeAt(long epochMillis) {}

        @Override
        public void post(Runnable action) {
            actions.add(action);
        }

        @Override
        public void fail(Throwable cause) {
            actions.add(() -> {
                throw new IllegalStateException("store broke down", cause);
            });
        }
    }

    private record InMemory(Map<String, FeatureRow> rows, FeatureRow other) implements FeatureStore {

        @Override
        public Map<String, FeatureRow> lookup(Collection<String> keys) {
            Map<String, FeatureRow> found = new HashMap<>();
            keys.forEach(key -> found.put(key, rows.getOrDefault(key, other)));
            return found;
        }

        @Override
        public void close() {}
    }
}
