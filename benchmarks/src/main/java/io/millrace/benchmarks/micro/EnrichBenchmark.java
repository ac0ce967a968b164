package io.millrace.benchmarks.micro;

import io.millrace.models.feature.Row;
import io.millrace.models.feature.Values;
import io.millrace.models.time.Ticker;
import io.millrace.operators.enrich.Enricher;
import io.millrace.operators.enrich.FeatureRow;
import io.millrace.operators.enrich.FeatureStore;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Rejection;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** From an event to an enriched one, with every row in the cache. There are more rows than fit next to a processor. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills it in
public class EnrichBenchmark {
    /** A power of two. */
    private static final int EVENTS = 1 << 16;

    private final Mail mail = new Mail();
    private final StreamRecord<Event> record = new StreamRecord<>(null);
    private Event[] events;
    private Enricher enricher;
    private int next;

    @Setup
    public void open() throws Exception {
        try (Bench bench = Bench.of("W2-json")) {
            Map<String, FeatureRow> rows = rows(bench.workload().features());
            events = events(bench.events(), List.copyOf(rows.keySet()));
            enricher = Enricher.open(bench.pipeline(), view -> new InMemory(rows), mail);
        }
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

    @Benchmark
    public @Nullable EnrichedEvent enrich() {
        next = (next + 1) % EVENTS;
        mail.enriched = null;
        enricher.pass(record.replace(events[next], next));
        return mail.enriched;
    }

    @TearDown
    public void close() {
        enricher.close();
    }

    /** The events once more, each of another user: the first ones come most often, as with Zipf's law. */
    private static Event[] events(Event[] like, List<String> users) {
        SplittableRandom random = new SplittableRandom(1);
        Event[] events = new Event[EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            Event event = like[i % like.length];
            int rank = (int) Math.pow(users.size(), random.nextDouble()) - 1;
            String key = String.valueOf(users.get(rank).toCharArray());
            events[i] = new Event(event.raw(), event.id(), key, event.timeMillis(), event.fields());
        }
        return events;
    }

    private static Map<String, FeatureRow> rows(Map<String, Row> features) {
        long now = Ticker.system().epochMillis();
        Map<String, FeatureRow> rows = new HashMap<>();
        features.forEach((key, row) -> rows.put(key, new FeatureRow((Values) row, now)));
        return rows;
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

    private record InMemory(Map<String, FeatureRow> rows) implements FeatureStore {

        @Override
        public Map<String, FeatureRow> lookup(Collection<String> keys) {
            Map<String, FeatureRow> found = new HashMap<>();
            keys.forEach(key -> found.put(key, rows.get(key)));
            return found;
        }

        @Override
        public void close() {}
    }
}
