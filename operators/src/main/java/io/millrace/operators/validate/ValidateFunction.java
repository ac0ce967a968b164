package io.millrace.operators.validate;

import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.EnumCounters;
import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.SideOutputs;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Counts what was decoded and sends it where it belongs. */
final class ValidateFunction extends ProcessFunction<Decoded, Event> {
    private static final long serialVersionUID = 1;

    private transient Counter in;
    private transient Counter out;
    private transient EnumCounters<Reason> rejections;

    @Override
    public void open(OpenContext context) {
        StageMetrics metrics = StageMetrics.of(getRuntimeContext().getMetricGroup(), Ticker.system());
        in = metrics.rated(MetricNames.EVENTS_IN);
        out = metrics.rated(MetricNames.EVENTS_OUT);
        rejections = metrics.counters(MetricNames.REJECTIONS, MetricNames.REASON, Reason.class);
    }

    @Override
    public void processElement(Decoded decoded, Context context, Collector<Event> events) {
        in.inc();
        decoded.fold(event -> accept(event, events), rejection -> refuse(rejection, context));
    }

    private boolean accept(Event event, Collector<Event> events) {
        out.inc();
        events.collect(event);
        return true;
    }

    private boolean refuse(Rejection rejection, Context context) {
        rejections.inc(rejection.reason());
        context.output(SideOutputs.REJECTED, rejection);
        return false;
    }
}
