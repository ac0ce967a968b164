package io.millrace.benchmarks.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.models.registry.RegistrySource;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.RecordTypes;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.Collector;

/** P1: everything up to the batch row, and nothing after it. */
public final class NoModelRig implements Rig.Stream {

    @Override
    public String name() {
        return "no-model";
    }

    @Override
    public String description() {
        return "P1: events decoded, enriched and encoded into batch rows, no model, predictions made beforehand";
    }

    @Override
    public Promise promise() {
        return Promise.IDS;
    }

    @Override
    public StreamGraph graph(RigInputs inputs) throws Exception {
        SampleRecords records = SampleRecords.of(inputs);
        int rows = inputs.pipeline().batching().maxSize();
        return StageGraph.enriched(
                inputs, events -> events.process(new Encode(inputs.model(), rows, records), RecordTypes.OUTBOUND)
                        .uid("encode")
                        .name("encode"));
    }

    /** Writes rows one after the other into one batch, over and over. */
    @SuppressWarnings("NullAway.Init") // set by open()
    private static final class Encode extends ProcessFunction<EnrichedEvent, Outbound> {
        private static final long serialVersionUID = 1;

        private final RegistrySource source;
        private final int rows;
        private final SampleRecords records;
        private transient ModelBatch batch;
        private transient int next;

        Encode(RegistrySource source, int rows, SampleRecords records) {
            this.source = source;
            this.rows = rows;
            this.records = records;
        }

        @Override
        public void open(OpenContext context) throws Exception {
            batch = new ModelBatch(source, rows);
        }

        @Override
        public void processElement(EnrichedEvent enriched, Context context, Collector<Outbound> out) {
            batch.model().encoder().encode(enriched, batch.memory(), next);
            next = (next + 1) % rows;
            Event event = enriched.event();
            out.collect(records.of(event.raw().position(), event.key().getBytes(UTF_8)));
        }

        @Override
        public void close() {
            if (batch != null) {
                batch.close();
            }
        }
    }
}
