package io.millrace.operators.feedback;

import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.EnumCounters;
import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.record.LabelEvent;
import io.millrace.operators.record.LabelRecord;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.SideOutputs;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Counts what was read of the labels topic and sends it where it belongs. */
final class AdmitFunction extends ProcessFunction<LabelRecord, LabelEvent> {
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
    public void processElement(LabelRecord record, Context context, Collector<LabelEvent> labels) {
        in.inc();
        if (record instanceof LabelRecord.Refused refused) {
            rejections.inc(refused.rejection().reason());
            context.output(SideOutputs.REJECTED, refused.rejection());
        } else if (record instanceof LabelEvent label) {
            out.inc();
            labels.collect(label);
        }
    }
}
