package io.millrace.operators.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.batch.BatchMetrics;
import io.millrace.models.batch.CloseReason;
import io.millrace.models.batch.RowFailure;
import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.RecordedMetrics;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.Reason;
import org.junit.jupiter.api.Test;

class InferMetricsTest {
    private final RecordedMetrics recorded = new RecordedMetrics();
    private final InferMetrics metrics = new InferMetrics(StageMetrics.of(recorded.operator(), Ticker.system()));

    @Test
    void countsEvents() {
        ModelStamp stamp = new ModelStamp("fake", 1, "hash", "champion", 1.0);
        metrics.arrived();
        metrics.arrived();
        metrics.predicted(new Prediction(EnrichedEvents.event(1), stamp, new float[] {1}, 7, 8, 9));
        metrics.rejected(Reason.TIMEOUT);
        metrics.waited();
        metrics.written(5);
        metrics.inFlight(() -> 3);

        assertThat(value("eventsIn")).isEqualTo(2);
        assertThat(value("eventsOut")).isOne();
        assertThat(value("queueMicros")).isOne();
        assertThat(value("reason.TIMEOUT.rejections")).isOne();
        assertThat(value("reason.MODEL_FAILED.rejections")).isZero();
        assertThat(value("backPressure")).isOne();
        assertThat(value("scoredRows")).isEqualTo(5);
        assertThat(value("inFlight")).isEqualTo(3);
    }

    @Test
    void countsBatches() {
        metrics.done(new BatchMetrics.Report(CloseReason.FULL, 32, 64, 1_000, 2_000_000, 11));
        metrics.done(new BatchMetrics.Report(CloseReason.IDLE_WORKER, 1, 48, 1_000, 2_000_000, 0));

        assertThat(value("closed.FULL.batches")).isOne();
        assertThat(value("closed.IDLE_WORKER.batches")).isOne();
        assertThat(value("closed.DEADLINE.batches")).isZero();
        assertThat(value("batchRows")).isEqualTo(2);
        assertThat(value("modelMicros")).isEqualTo(2);
        assertThat(value("batchLimit")).isEqualTo(48);
        assertThat(value("splitCalls")).isEqualTo(11);
        assertThat(value("batchMemoryBytes")).isZero();
    }

    @Test
    void showsWhichVersionServes() {
        metrics.serves(new ModelAnnouncement("fake", 3, 30));
        metrics.switched(new ModelAnnouncement("fake", 4, 40));
        metrics.loadFailed();

        assertThat(value("modelVersion")).isEqualTo(4);
        assertThat(value("modelEpoch")).isEqualTo(40);
        assertThat(value("modelSwitches")).isOne();
        assertThat(value("modelLoadFailures")).isOne();
    }

    @Test
    void showsWhatTheCandidateDoes() {
        metrics.serves(new ModelAnnouncement("fake", 3, 30, 4, 0.05));
        metrics.candidate(4);
        metrics.candidateFailed(RowFailure.Kind.NOT_FINITE);
        metrics.canaryPredicted();
        metrics.shadowed(3_000_000);

        assertThat(value("candidateVersion")).isEqualTo(4);
        assertThat(value("candidateShareMillionths")).isEqualTo(50_000);
        assertThat(value("failure.NOT_FINITE.candidateFailures")).isOne();
        assertThat(value("canaryPredictions")).isOne();
        assertThat(value("candidateMicros")).isOne();

        metrics.switched(new ModelAnnouncement("fake", 4, 31));
        assertThat(value("candidateVersion")).isZero();
        assertThat(value("candidateShareMillionths")).isZero();
    }

    private long value(String name) {
        return recorded.value("operator.millrace." + name);
    }
}
