package io.millrace.operators.infer;

import io.millrace.models.batch.BatchMetrics;
import io.millrace.models.batch.CloseReason;
import io.millrace.models.batch.RowFailure;
import io.millrace.models.tensor.TensorMemory;
import io.millrace.operators.metric.EnumCounters;
import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.metric.WindowHistogram;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;

/** What the infer stage counts. Its own methods are for the task thread; {@link #done} and {@link #shadowed} are called by workers. */
final class InferMetrics implements BatchMetrics {
    private static final double MILLION = 1e6;

    private final StageMetrics stage;
    private final Counter in;
    private final Counter out;
    private final EnumCounters<Reason> rejections;
    private final Counter backPressure;
    private final Counter scoredRows;
    private final Counter switches;
    private final Counter loadFailures;
    private final WindowHistogram queueMicros;
    private final Map<CloseReason, Counter> batches = new EnumMap<>(CloseReason.class);
    private final WindowHistogram batchRows;
    private final WindowHistogram modelMicros;
    private final Counter splitCalls;
    private final Counter canaryPredictions;
    private final EnumCounters<RowFailure.Kind> candidateFailures;
    private final WindowHistogram candidateMicros;
    private volatile long batchLimit;
    private volatile long version;
    private volatile long epoch;
    private volatile long candidate;
    private volatile double share;

    InferMetrics(StageMetrics stage) {
        this.stage = stage;
        this.in = stage.rated(MetricNames.EVENTS_IN);
        this.out = stage.rated(MetricNames.EVENTS_OUT);
        this.rejections = stage.counters(MetricNames.REJECTIONS, MetricNames.REASON, Reason.class);
        this.backPressure = stage.counter(MetricNames.BACK_PRESSURE);
        this.scoredRows = stage.counter(MetricNames.SCORED_ROWS);
        this.switches = stage.counter(MetricNames.MODEL_SWITCHES);
        this.loadFailures = stage.counter(MetricNames.MODEL_LOAD_FAILURES);
        this.queueMicros = stage.histogram(MetricNames.QUEUE_MICROS);
        for (CloseReason reason : CloseReason.values()) {
            batches.put(
                    reason, stage.labelled(MetricNames.CLOSED, reason.name()).sharedCounter(MetricNames.BATCHES));
        }
        this.batchRows = stage.histogram(MetricNames.BATCH_ROWS);
        this.modelMicros = stage.histogram(MetricNames.MODEL_MICROS);
        this.splitCalls = stage.sharedCounter(MetricNames.SPLIT_CALLS);
        stage.gauge(MetricNames.BATCH_LIMIT, () -> batchLimit);
        stage.gauge(MetricNames.BATCH_MEMORY_BYTES, TensorMemory::processBytes);
        stage.gauge(MetricNames.MODEL_VERSION, () -> version);
        stage.gauge(MetricNames.MODEL_EPOCH, () -> epoch);
        this.canaryPredictions = stage.counter(MetricNames.CANARY_PREDICTIONS);
        this.candidateFailures =
                stage.counters(MetricNames.CANDIDATE_FAILURES, MetricNames.FAILURE, RowFailure.Kind.class);
        this.candidateMicros = stage.histogram(MetricNames.CANDIDATE_MICROS);
        stage.gauge(MetricNames.CANDIDATE_VERSION, () -> candidate);
        stage.gauge(MetricNames.CANDIDATE_SHARE_MILLIONTHS, () -> Math.round(share * MILLION));
    }

    void inFlight(LongSupplier size) {
        stage.gauge(MetricNames.IN_FLIGHT, size);
    }

    void arrived() {
        in.inc();
    }

    void predicted(Prediction prediction) {
        out.inc();
        queueMicros.update(prediction.queueMicros());
    }

    void rejected(Reason reason) {
        rejections.inc(reason);
    }

    void waited() {
        backPressure.inc();
    }

    void written(int rows) {
        scoredRows.inc(rows);
    }

    void serves(ModelAnnouncement serving) {
        version = serving.version();
        epoch = serving.epoch();
        share = serving.share();
    }

    /** Takes the version that scores beside the champion, or 0. */
    void candidate(int scoring) {
        candidate = scoring;
    }

    void canaryPredicted() {
        canaryPredictions.inc();
    }

    void candidateFailed(RowFailure.Kind kind) {
        candidateFailures.inc(kind);
    }

    void switched(ModelAnnouncement serving) {
        switches.inc();
        candidate = ModelAnnouncement.NONE;
        serves(serving);
    }

    void loadFailed() {
        loadFailures.inc();
    }

    @Override
    public void shadowed(long modelNanos) {
        candidateMicros.update(modelNanos / 1_000);
    }

    @Override
    public void done(BatchMetrics.Report report) {
        Objects.requireNonNull(batches.get(report.closed())).inc();
        batchRows.update(report.rows());
        modelMicros.update(report.modelNanos() / 1_000);
        batchLimit = report.limit();
        splitCalls.inc(report.extraCalls());
    }
}
