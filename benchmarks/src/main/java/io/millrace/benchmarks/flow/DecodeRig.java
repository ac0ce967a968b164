package io.millrace.benchmarks.flow;

import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.validate.EventDecoder;

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
        return new Decoding(
                new ModelBatch(inputs.model(), ROWS),
                EventDecoder.of(inputs.pipeline().events(), Ticker.system()),
                new Samples(inputs.workload(), inputs.pipeline()).raw(EVENTS),
                noFeatures(Schema.ofFeatures(inputs.pipeline())));
    }

    private static FeatureValues noFeatures(Schema schema) {
        return new FeatureValues(Values.missing(schema), new byte[schema.size()], new long[0], /* degraded= */ false);
    }

    private record Decoding(ModelBatch batch, EventDecoder decoder, RawEvent[] events, FeatureValues features)
            implements Turns {

        @Override
        public int turn() {
            int count = 0;
            for (RawEvent raw : events) {
                for (Event event : Samples.decoded(decoder, raw)) {
                    batch.model().encoder().encode(new EnrichedEvent(event, features, 0), batch.memory(), count % ROWS);
                    count++;
                }
            }
            return count;
        }

        @Override
        public String note() {
            return "";
        }

        @Override
        public void close() {
            batch.close();
        }
    }
}
