package io.millrace.operators.route;

import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Rejection;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Encodes rejections as dead letters. */
final class DeadLetterFunction extends ProcessFunction<Rejection, Outbound> {
    private static final long serialVersionUID = 1;

    private final String pipeline;
    private transient DeadLetterEncoder encoder;
    private transient Counter out;
    private transient Counter withoutBytes;

    DeadLetterFunction(String pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public void open(OpenContext context) {
        encoder = new DeadLetterEncoder(pipeline);
        StageMetrics metrics = StageMetrics.of(getRuntimeContext().getMetricGroup(), Ticker.system());
        out = metrics.rated(MetricNames.EVENTS_OUT);
        withoutBytes = metrics.counter(MetricNames.DEAD_LETTERS_WITHOUT_BYTES);
    }

    @Override
    public void processElement(Rejection rejection, Context context, Collector<Outbound> records) {
        Outbound letter = encoder.encode(rejection);
        out.inc();
        if (letter.value() == null && rejection.raw().value() != null) {
            withoutBytes.inc();
        }
        records.collect(letter);
    }
}
