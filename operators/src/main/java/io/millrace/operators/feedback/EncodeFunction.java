package io.millrace.operators.feedback;

import io.millrace.config.PipelineConfig;
import io.millrace.models.feature.Schema;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.Outbound;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** A {@link FeedbackEncoder} in a Flink task. */
final class EncodeFunction extends RichMapFunction<Feedback, Outbound> {
    private static final long serialVersionUID = 1;

    private final String pipeline;
    private final Schema row;

    @SuppressWarnings("NullAway.Init") // set by open()
    private transient FeedbackEncoder encoder;

    EncodeFunction(PipelineConfig pipeline) {
        this.pipeline = pipeline.pipeline();
        this.row = Schema.ofRow(pipeline);
    }

    @Override
    public void open(OpenContext context) {
        encoder = new FeedbackEncoder(pipeline, row);
    }

    @Override
    public Outbound map(Feedback feedback) {
        return encoder.encode(feedback);
    }
}
