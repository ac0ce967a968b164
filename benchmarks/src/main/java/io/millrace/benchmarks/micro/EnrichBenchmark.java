package io.millrace.benchmarks.micro;

import io.millrace.benchmarks.flow.WarmEnricher;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import java.util.List;
import java.util.SplittableRandom;
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

    private Event[] events;
    private WarmEnricher enricher;
    private int next;

    @Setup
    public void open() throws Exception {
        try (Bench bench = Bench.of("W2-json")) {
            events = events(
                    bench.events(), List.copyOf(bench.workload().features().keySet()));
            enricher = new WarmEnricher(bench.workload().features(), bench.pipeline(), events);
        }
    }

    @Benchmark
    public EnrichedEvent enrich() {
        next = (next + 1) % EVENTS;
        return enricher.enrich(events[next]);
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
}
