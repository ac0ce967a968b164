package io.millrace.benchmarks.flow;

import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.RecordTypes;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.Collector;

/** P0: bytes passed through, which is what Kafka and Flink cost alone. */
public final class BytesRig implements Rig.Stream {

    @Override
    public String name() {
        return "bytes";
    }

    @Override
    public String description() {
        return "P0: events read and predictions made beforehand written, nothing decoded";
    }

    /** It writes one record for each that it reads. */
    @Override
    public boolean carries(Workload workload) {
        return workload.rowsPerRecord() == 1;
    }

    @Override
    public Promise promise() {
        return Promise.IDS;
    }

    @Override
    public StreamGraph graph(RigInputs inputs) throws Exception {
        SampleRecords records = SampleRecords.of(inputs);
        return StageGraph.raw(inputs, events -> events.process(new Pass(records), RecordTypes.OUTBOUND)
                .uid("pass")
                .name("pass"));
    }

    private static final class Pass extends ProcessFunction<RawEvent, Outbound> {
        private static final long serialVersionUID = 1;
        private static final byte[] NO_KEY = {};

        private final SampleRecords records;

        Pass(SampleRecords records) {
            this.records = records;
        }

        @Override
        public void processElement(RawEvent event, Context context, Collector<Outbound> out) {
            out.collect(records.of(event.position(), event.key() == null ? NO_KEY : event.key()));
        }
    }
}
