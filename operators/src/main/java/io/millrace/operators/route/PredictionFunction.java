package io.millrace.operators.route;

import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.EnumCounters;
import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.metric.WindowHistogram;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.ReviewRequest;
import io.millrace.operators.record.SideOutputs;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Encodes predictions and asks for reviews. */
final class PredictionFunction extends ProcessFunction<Prediction, Outbound> {
    private static final long serialVersionUID = 1;

    private final RouteSettings settings;
    private transient PredictionEncoder encoder;
    private transient ReviewPolicy policy;
    private transient Counter in;
    private transient Counter out;
    private transient EnumCounters<Reason> rejections;
    private transient EnumCounters<ReviewRequest.Cause> reviews;
    private transient WindowHistogram bytes;

    PredictionFunction(RouteSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        encoder = new PredictionEncoder(settings);
        policy = new ReviewPolicy(settings);
        StageMetrics metrics = StageMetrics.of(getRuntimeContext().getMetricGroup(), Ticker.system());
        in = metrics.rated(MetricNames.EVENTS_IN);
        out = metrics.rated(MetricNames.EVENTS_OUT);
        rejections = metrics.counters(MetricNames.REJECTIONS, MetricNames.REASON, Reason.class);
        reviews = metrics.counters(MetricNames.REVIEWS, MetricNames.CAUSE, ReviewRequest.Cause.class);
        bytes = metrics.histogram(MetricNames.PREDICTION_BYTES);
    }

    @Override
    public void processElement(Prediction prediction, Context context, Collector<Outbound> records) {
        in.inc();
        ReviewRequest review = policy.decide(prediction);
        Outbound outbound = encoder.encode(prediction, review == null ? null : review.cause());
        if (outbound.bytes() > Outbound.MAX_BYTES) {
            refuse(prediction, outbound, context);
            return;
        }
        out.inc();
        bytes.update(outbound.bytes());
        records.collect(outbound);
        if (review != null) {
            reviews.inc(review.cause());
            context.output(SideOutputs.REVIEWS, review);
        }
    }

    private void refuse(Prediction prediction, Outbound outbound, Context context) {
        rejections.inc(Reason.TOO_LARGE);
        context.output(SideOutputs.REJECTED, tooLarge(prediction, outbound.bytes()));
    }

    /** What becomes of a prediction that no broker would take. */
    static Rejection tooLarge(Prediction prediction, long bytes) {
        String detail = "prediction is too large for its topic: bytes=" + bytes + ", max=" + Outbound.MAX_BYTES
                + "; leave the features out of predictions.include";
        return new Rejection(prediction.event().event().raw(), Rejection.Stage.EMIT, Reason.TOO_LARGE, detail);
    }
}
