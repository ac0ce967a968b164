package io.millrace.benchmarks.flow;

import io.millrace.config.PipelineConfig;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.validate.EventDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The first events of a workload, as a job would have read them. */
public record Samples(Workload workload, PipelineConfig pipeline) {
    private static final int PARTITIONS = 4;
    private static final long FIRST_OFFSET = 1_000_000;

    /** As they lie in the topic: so many events, in as many records as hold them. */
    public RawEvent[] raw(int count) {
        int rows = workload.rowsPerRecord();
        return IntStream.range(0, (count + rows - 1) / rows)
                .mapToObj(this::sample)
                .toArray(RawEvent[]::new);
    }

    private RawEvent sample(int index) {
        Outbound event = workload.event(index);
        Position position = new Position(pipeline.events().topic(), index % PARTITIONS, FIRST_OFFSET + index);
        return new RawEvent(position, Ticker.system().epochMillis(), event.key(), event.value(), List.of());
    }

    /** Decoded: so many events, or as many more as the last record holds. */
    public Event[] decoded(int count) {
        EventDecoder decoder = EventDecoder.of(pipeline.events(), Ticker.system());
        return Stream.of(raw(count))
                .flatMap(raw -> decoded(decoder, raw).stream())
                .toArray(Event[]::new);
    }

    /**
     * Decodes one of the records.
     *
     * @throws IllegalStateException if an event is refused
     */
    public static List<Event> decoded(EventDecoder decoder, RawEvent raw) {
        List<Decoded> all = decoder.decode(raw);
        List<Event> events = new ArrayList<>(all.size());
        for (Decoded each : all) {
            events.add(each.fold(event -> event, rejection -> {
                throw new IllegalStateException(
                        "event is refused: reason=" + rejection.reason() + ", detail=" + rejection.detail());
            }));
        }
        return events;
    }
}
