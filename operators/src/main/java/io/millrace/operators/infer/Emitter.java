package io.millrace.operators.infer;

import io.millrace.models.batch.FinishedBatch;
import io.millrace.models.infer.VersionId;
import io.millrace.models.tensor.ScoredVersions;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.ScoredBatch;
import io.millrace.operators.record.SideOutputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns outcomes into predictions, dead letters and scored rows. The scored rows of a batch leave together, before the
 * next pause, so that a checkpoint holds an event either as input or with both its prediction and its scored row.
 */
final class Emitter implements Departures {
    private static final String CHAMPION = "champion";

    private final Output<StreamRecord<Prediction>> output;
    private final InferMetrics metrics;
    private final @Nullable ScoredWriter writer;
    private final StreamRecord<Prediction> reused = new StreamRecord<>(null);
    private final List<Shadowed> unwritten = new ArrayList<>();
    private @Nullable FinishedBatch<?> current;
    private VersionId version = new VersionId("", 0, "");
    private ModelStamp stamp = stamp(version);

    Emitter(Output<StreamRecord<Prediction>> output, InferMetrics metrics, @Nullable ScoredWriter writer) {
        this.output = output;
        this.metrics = metrics;
        this.writer = writer;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the same batch or another one
    public void scored(Arrival arrival, FinishedBatch<?> batch, int row) {
        if (batch != current) {
            pause();
            current = batch;
            version = batch.model();
            stamp = stamp(version);
        }
        int width = batch.width();
        Prediction prediction = new Prediction(
                arrival.event(),
                stamp,
                Arrays.copyOfRange(batch.outputs(), row * width, (row + 1) * width),
                micros(batch.queueNanos()[row]),
                micros(batch.modelNanos()),
                batch.batchRows());
        output.collect(at(arrival, reused.replace(prediction)));
        metrics.predicted(prediction);
        if (writer != null) {
            unwritten.add(new Shadowed(prediction, null));
        }
    }

    @Override
    public void rejected(Arrival arrival, Reason reason, String detail) {
        Rejection rejection = new Rejection(arrival.event().event().raw(), Rejection.Stage.INFER, reason, detail);
        output.collect(SideOutputs.REJECTED, at(arrival, new StreamRecord<>(rejection)));
        metrics.rejected(reason);
    }

    @Override
    public void barrier(StreamElement barrier) {
        if (barrier.isWatermark()) {
            output.emitWatermark(barrier.asWatermark());
        } else {
            output.emitWatermarkStatus(barrier.asWatermarkStatus());
        }
    }

    @Override
    public void pause() {
        if (writer != null && !unwritten.isEmpty()) {
            for (ScoredBatch batch : writer.write(new ScoredVersions(version), List.copyOf(unwritten))) {
                output.collect(SideOutputs.SCORED, new StreamRecord<>(batch));
            }
            metrics.written(unwritten.size());
            unwritten.clear();
        }
        current = null;
    }

    private static ModelStamp stamp(VersionId version) {
        return new ModelStamp(version.model(), version.version(), version.artefact(), CHAMPION, /* propensity= */ 1.0);
    }

    private static <T> StreamRecord<T> at(Arrival arrival, StreamRecord<T> record) {
        if (arrival.hasTimestamp()) {
            record.setTimestamp(arrival.timestamp());
        } else {
            record.eraseTimestamp();
        }
        return record;
    }

    private static int micros(long nanos) {
        return (int) Math.min(Integer.MAX_VALUE, nanos / 1_000);
    }
}
