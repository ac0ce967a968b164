package io.millrace.operators.infer;

import io.millrace.models.batch.CandidateScores;
import io.millrace.models.batch.FinishedBatch;
import io.millrace.models.batch.RowFailure;
import io.millrace.models.tensor.ScoredVersions;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.ScoredBatch;
import io.millrace.operators.record.SideOutputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns outcomes into predictions, dead letters and scored rows. The scored rows of a batch leave together, before the
 * next pause, so that a checkpoint holds an event either as input or with both its prediction and its scored row.
 */
final class Emitter implements Departures {
    private final Output<StreamRecord<Prediction>> output;
    private final InferMetrics metrics;
    private final @Nullable ScoredWriter writer;
    private final StreamRecord<Prediction> reused = new StreamRecord<>(null);
    private final Canary canary = new Canary();
    private final List<Shadowed> unwritten = new ArrayList<>();
    private @Nullable FinishedBatch<?> current;
    private @Nullable Roles roles;

    Emitter(Output<StreamRecord<Prediction>> output, InferMetrics metrics, @Nullable ScoredWriter writer) {
        this.output = output;
        this.metrics = metrics;
        this.writer = writer;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the same batch or another one
    public void scored(Arrival arrival, FinishedBatch<?> batch, int row) {
        Roles of = roles;
        if (batch != current || of == null) {
            pause();
            current = batch;
            of = Roles.of(batch, canary);
            roles = of;
        }
        CandidateScores second = batch.candidate();
        Prediction champion = prediction(arrival, of.alone(), batch, row);
        if (second == null) {
            leave(arrival, champion, null);
        } else {
            choose(arrival, champion, second, row);
        }
    }

    private void leave(Arrival arrival, Prediction prediction, float @Nullable [] shadow) {
        output.collect(at(arrival, reused.replace(prediction)));
        metrics.predicted(prediction);
        if (writer != null) {
            unwritten.add(new Shadowed(prediction, shadow));
        }
    }

    private static Prediction prediction(Arrival arrival, ModelStamp stamp, FinishedBatch<?> batch, int row) {
        return new Prediction(
                arrival.event(),
                stamp,
                outputs(batch.outputs(), batch.width(), row),
                Roles.micros(batch.queueNanos()[row]),
                Roles.micros(batch.modelNanos()),
                batch.batchRows());
    }

    private static float[] outputs(float[] all, int width, int row) {
        return Arrays.copyOfRange(all, row * width, (row + 1) * width);
    }

    /* A row for which the candidate has nothing is the champion's whatever its key: nothing was chosen. */
    private void choose(Arrival arrival, Prediction champion, CandidateScores second, int row) {
        Roles of = Objects.requireNonNull(roles);
        RowFailure failure = second.failures()[row];
        if (failure != null) {
            metrics.candidateFailed(failure.kind());
            leave(arrival, champion, null);
            return;
        }
        float[] others = outputs(second.outputs(), champion.outputs().length, row);
        if (canary.serves(second.model(), champion.event().event().key())) {
            metrics.canaryPredicted();
            leave(arrival, champion.by(of.canary(), others, Roles.micros(second.modelNanos())), champion.outputs());
        } else {
            leave(arrival, champion.by(of.champion(), champion.outputs(), champion.modelMicros()), others);
        }
    }

    /** From here on these versions serve. */
    void follow(ModelAnnouncement serving) {
        pause();
        canary.follow(serving);
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
            ScoredVersions versions = Objects.requireNonNull(roles).versions();
            for (ScoredBatch batch : writer.write(versions, List.copyOf(unwritten))) {
                output.collect(SideOutputs.SCORED, new StreamRecord<>(batch));
            }
            metrics.written(unwritten.size());
            unwritten.clear();
        }
        current = null;
    }

    private static <T> StreamRecord<T> at(Arrival arrival, StreamRecord<T> record) {
        if (arrival.hasTimestamp()) {
            record.setTimestamp(arrival.timestamp());
        } else {
            record.eraseTimestamp();
        }
        return record;
    }
}
