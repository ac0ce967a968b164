package io.millrace.operators.infer;

import io.millrace.models.time.Ticker;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.Prediction;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperatorFactory;

/** Makes the operator of each subtask. It begins a chain: nothing before it may emit from another thread. */
final class BatchInferOperatorFactory extends AbstractStreamOperatorFactory<Prediction>
        implements TwoInputStreamOperatorFactory<EnrichedEvent, ModelAnnouncement, Prediction> {
    private final InferSettings settings;
    private final ModelHost.Opener host;

    BatchInferOperatorFactory(InferSettings settings, ModelHost.Opener host) {
        this.settings = settings;
        this.host = host;
        this.chainingStrategy = ChainingStrategy.HEAD;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the signature is Flink's
    public <T extends StreamOperator<Prediction>> T createStreamOperator(
            StreamOperatorParameters<Prediction> parameters) {
        return (T) new BatchInferOperator(parameters, new BatchInferOperator.Setup(settings, host, Ticker.system()));
    }

    @Override
    public Class<? extends StreamOperator<Prediction>> getStreamOperatorClass(ClassLoader loader) {
        return BatchInferOperator.class;
    }
}
