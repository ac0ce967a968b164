package io.millrace.operators.verify;

import java.util.List;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.RecordAttributes;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/** Keeps everything that leaves an operator, main and side outputs in one sequence; refuses another thread than its own. */
final class RecordingOutput<OUT> implements Output<StreamRecord<OUT>> {
    private final List<Emission> emissions;
    private final Thread owner = Thread.currentThread();

    RecordingOutput(List<Emission> emissions) {
        this.emissions = emissions;
    }

    @Override
    public void collect(StreamRecord<OUT> record) {
        keep(Emission.Value.of("", record));
    }

    @Override
    public <X> void collect(OutputTag<X> tag, StreamRecord<X> record) {
        keep(Emission.Value.of(tag.getId(), record));
    }

    @Override
    public void emitWatermark(Watermark mark) {
        keep(new Emission.Mark(mark.getTimestamp()));
    }

    @Override
    public void emitWatermarkStatus(WatermarkStatus status) {
        keep(new Emission.Status(status.isIdle()));
    }

    @Override
    public void emitLatencyMarker(LatencyMarker marker) {
        keep(new Emission.Latency(marker));
    }

    @Override
    public void emitRecordAttributes(RecordAttributes attributes) {}

    @Override
    public void emitWatermark(WatermarkEvent watermark) {}

    @Override
    public void close() {}

    private void keep(Emission emission) {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("emitted from another thread than the task's: thread="
                    + Thread.currentThread().getName() + ", task=" + owner.getName() + ", emission=" + emission);
        }
        emissions.add(emission);
    }
}
