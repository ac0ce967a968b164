package io.millrace.benchmarks.flow;

import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.validate.EventDecoder;
import java.util.ArrayList;
import java.util.List;

/** D: real events decoded into batch rows in a loop, without a stream. */
public final class DecodeRig implements Rig.Loop {
    private static final int EVENTS = 4096;
    private static final int ROWS = 256;

    @Override
    public String name() {
        return "decode";
    }

    @Override
    public String description() {
        return "D: events in memory decoded and encoded into batch rows";
    }

    @Override
    public Turns open(RigInputs inputs) throws Exception {
        List<RawEvent> events = new ArrayList<>(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            Outbound event = inputs.workload().event(i);
            events.add(new RawEvent(
                    new Position(inputs.pipeline().events().topic(), 0, i), 0, event.key(), event.value(), List.of()));
        }
        return new Decoding(
                new EncodedRows(inputs, ROWS),
                EventDecoder.of(inputs.pipeline().events(), Ticker.system()),
                events,
                noFeatures(Schema.ofFeatures(inputs.pipeline())));
    }

    private static FeatureValues noFeatures(Schema schema) {
        return new FeatureValues(Values.missing(schema), new byte[schema.size()], new long[0], /* degraded= */ false);
    }

    private record Decoding(EncodedRows rows, EventDecoder decoder, List<RawEvent> events, FeatureValues features)
            implements Turns {

        @Override
        public int turn() {
            for (int i = 0; i < events.size(); i++) {
                Event event = decoder.decode(events.get(i)).get(0).fold(valid -> valid, rejection -> {
                    throw new IllegalStateException(
                            "event is refused: reason=" + rejection.reason() + ", detail=" + rejection.detail());
                });
                rows.model().encoder().encode(new EnrichedEvent(event, features, 0), rows.memory(), i % ROWS);
            }
            return events.size();
        }

        @Override
        public String note() {
            return "";
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
