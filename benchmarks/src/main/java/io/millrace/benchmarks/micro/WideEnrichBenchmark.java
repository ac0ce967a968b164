package io.millrace.benchmarks.micro;

import io.millrace.benchmarks.flow.WarmEnricher;
import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.models.feature.Values;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** From an event to one with 250 features of five views, all of them in the cache. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills it in
public class WideEnrichBenchmark {
    private static final int VIEWS = 5;
    private static final int COLUMNS = 50;

    /** A power of two. */
    private static final int EVENTS = 1 << 12;

    private Event[] events;
    private WarmEnricher enricher;
    private int next;

    @Setup
    public void open() throws Exception {
        RawEvent raw = new RawEvent(new Position("events", 0, 0), 0, null, new byte[] {1}, List.of());
        events = IntStream.range(0, EVENTS)
                .mapToObj(i -> new Event(raw, "id", "key-" + i, i, Values.ofNumbers(i)))
                .toArray(Event[]::new);
        Path folder = Files.createTempDirectory("millrace-micro-");
        enricher = new WarmEnricher(Map.of(), pipeline(folder), events);
    }

    @Benchmark
    public EnrichedEvent features() {
        next = (next + 1) % EVENTS;
        return enricher.enrich(events[next]);
    }

    @TearDown
    public void close() {
        enricher.close();
    }

    private static PipelineConfig pipeline(Path folder) throws IOException {
        Path views = Files.createDirectories(folder.resolve("features"));
        Path pipelines = Files.createDirectories(folder.resolve("pipelines"));
        String columns = IntStream.range(0, COLUMNS)
                .mapToObj(i -> "  c" + i + ": { type: float, meaning: a number, default: 0 }\n")
                .collect(Collectors.joining());
        StringBuilder uses = new StringBuilder();
        String use = IntStream.range(0, COLUMNS).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        for (int view = 0; view < VIEWS; view++) {
            Files.writeString(views.resolve("view_" + view + ".yaml"), """
                    view: view_%d
                    owner: benchmark
                    description: numbers
                    key: k
                    columns:
                    %smax-age: 1d
                    source: { jdbc: { url: "jdbc:h2:mem:unused" } }
                    """.formatted(view, columns));
            uses.append("  - { view: view_")
                    .append(view)
                    .append(", key: k, use: [")
                    .append(use)
                    .append("] }\n");
        }
        return PipelineFile.read(
                Files.writeString(pipelines.resolve("wide.yaml"), """
                pipeline: wide
                events:
                  topic: events
                  id: id
                  key: k
                  time: { field: at }
                  fields: { x: { type: float } }
                features:
                %smodel: { name: wide, task: regression, target: y }
                """.formatted(uses)), Environment.system());
    }
}
