package io.millrace.operators.route;

import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.EnumCounters;
import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.metric.WindowHistogram;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.ReviewRequest;
import io.millrace.operators.record.SideOutputs;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Writes predictions that come together as one record. They come together when one mail brings them: the first one posts
 * another mail, which runs behind it and lets them leave. Nothing stays behind a watermark or a checkpoint, so there is no
 * state.
 */
/*
 * Threads: the task thread only.
 */
@SuppressWarnings("NullAway.Init") // what open() sets is set before anything else is called
final class ArrowPredictionOperator extends AbstractStreamOperator<Outbound>
        implements OneInputStreamOperator<Prediction, Outbound>, BoundedOneInput {
    private static final long serialVersionUID = 1;

    private final RouteSettings settings;
    private final transient MailboxExecutor mailbox;
    private transient PredictionBuffer buffer;
    private transient Counter in;
    private transient Counter out;
    private transient EnumCounters<Reason> rejections;
    private transient EnumCounters<ReviewRequest.Cause> reviews;
    private transient WindowHistogram bytes;
    private transient boolean posted;

    ArrowPredictionOperator(StreamOperatorParameters<Outbound> parameters, RouteSettings settings) {
        super(parameters);
        this.settings = settings;
        this.mailbox = parameters.getMailboxExecutor();
    }

    @Override
    public void open() throws Exception {
        super.open();
        buffer = new PredictionBuffer(settings, new Leaving());
        StageMetrics metrics = StageMetrics.of(getMetricGroup(), Ticker.system());
        in = metrics.rated(MetricNames.EVENTS_IN);
        out = metrics.rated(MetricNames.EVENTS_OUT);
        rejections = metrics.counters(MetricNames.REJECTIONS, MetricNames.REASON, Reason.class);
        reviews = metrics.counters(MetricNames.REVIEWS, MetricNames.CAUSE, ReviewRequest.Cause.class);
        bytes = metrics.histogram(MetricNames.PREDICTION_BYTES);
    }

    @Override
    public void processElement(StreamRecord<Prediction> element) {
        in.inc();
        buffer.add(element.getValue());
        if (!posted) {
            post();
        }
    }

    /* A mail that comes too late is no loss: the end of the input lets everything leave. */
    private void post() {
        try {
            mailbox.execute(this::runMail, "predictions leave");
            posted = true;
        } catch (RejectedExecutionException e) {
            LOG.debug("task has ended, mail is dropped: mail=predictions leave");
        }
    }

    private void runMail() {
        posted = false;
        buffer.flush();
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        buffer.flush();
        super.processWatermark(mark);
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) throws Exception {
        buffer.flush();
        super.processWatermarkStatus(status);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        buffer.flush();
        super.prepareSnapshotPreBarrier(checkpointId);
    }

    @Override
    public void endInput() {
        buffer.flush();
    }

    @Override
    public void finish() throws Exception {
        buffer.flush();
        super.finish();
    }

    /** Whether nothing waits. */
    boolean isEmpty() {
        return buffer.isEmpty();
    }

    /** Hands over to the outputs what leaves the buffer. */
    private final class Leaving implements PredictionBuffer.Departures {

        @Override
        public void record(Outbound record, int rows) {
            out.inc(rows);
            bytes.update(record.bytes());
            output.collect(new StreamRecord<>(record));
        }

        @Override
        public void review(ReviewRequest request) {
            reviews.inc(request.cause());
            output.collect(SideOutputs.REVIEWS, new StreamRecord<>(request));
        }

        @Override
        public void refused(Prediction prediction, long size) {
            rejections.inc(Reason.TOO_LARGE);
            output.collect(SideOutputs.REJECTED, new StreamRecord<>(PredictionFunction.tooLarge(prediction, size)));
        }
    }
}
