package io.millrace.operators.infer;

import io.millrace.models.time.Ticker;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Prediction;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator of each subtask. */
final class BatchInferOperatorFactory extends AbstractStreamOperatorFactory<Prediction>
        implements OneInputStreamOperatorFactory<EnrichedEvent, Prediction> {
    private final InferSettings settings;
    private final ModelHost.Opener host;
    private final AnnouncementFeed announcements;

    BatchInferOperatorFactory(InferSettings settings, ModelHost.Opener host, AnnouncementFeed announcements) {
        this.settings = settings;
        this.host = host;
        this.announcements = announcements;
        this.chainingStrategy = ChainingStrategy.ALWAYS;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the signature is Flink's
    public <T extends StreamOperator<Prediction>> T createStreamOperator(
            StreamOperatorParameters<Prediction> parameters) {
        return (T) new BatchInferOperator(
                parameters, new BatchInferOperator.Setup(settings, host, announcements, Ticker.system()));
    }

    @Override
    public Class<? extends StreamOperator<Prediction>> getStreamOperatorClass(ClassLoader loader) {
        return BatchInferOperator.class;
    }
}
