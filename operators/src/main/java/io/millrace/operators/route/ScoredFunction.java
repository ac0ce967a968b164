package io.millrace.operators.route;

import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.ScoredBatch;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encodes scored batches. Rows that no broker would take are counted and left out: their predictions are not touched. */
final class ScoredFunction extends ProcessFunction<ScoredBatch, Outbound> {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(ScoredFunction.class);

    private final String pipeline;
    private transient ScoredEncoder encoder;
    private transient Counter rows;
    private transient Counter tooLarge;

    ScoredFunction(String pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public void open(OpenContext context) {
        encoder = new ScoredEncoder(pipeline);
        StageMetrics metrics = StageMetrics.of(getRuntimeContext().getMetricGroup(), Ticker.system());
        rows = metrics.counter(MetricNames.SCORED_ROWS);
        tooLarge = metrics.counter(MetricNames.SCORED_ROWS_TOO_LARGE);
    }

    @Override
    public void processElement(ScoredBatch batch, Context context, Collector<Outbound> records) {
        Outbound outbound = encoder.encode(batch);
        if (outbound.bytes() <= Outbound.MAX_BYTES) {
            rows.inc(batch.rows());
            records.collect(outbound);
            return;
        }
        if (tooLarge.getCount() == 0) {
            LOG.warn(
                    "scored rows are too large for their topic and are left out: pipeline={}, bytes={}, max={};"
                            + " further ones are only counted",
                    pipeline,
                    outbound.bytes(),
                    Outbound.MAX_BYTES);
        }
        tooLarge.inc(batch.rows());
    }
}
