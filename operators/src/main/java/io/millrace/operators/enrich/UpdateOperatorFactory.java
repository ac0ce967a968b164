package io.millrace.operators.enrich;

import io.millrace.config.ViewConfig;
import io.millrace.operators.record.FeatureUpdate;
import io.millrace.operators.record.RawEvent;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes a {@link UpdateOperator} where it runs. */
final class UpdateOperatorFactory extends AbstractStreamOperatorFactory<FeatureUpdate>
        implements OneInputStreamOperatorFactory<RawEvent, FeatureUpdate> {
    private final ViewConfig view;
    private final UpdateTopic topic;

    UpdateOperatorFactory(ViewConfig view, UpdateTopic topic) {
        this.view = view;
        this.topic = topic;
        this.chainingStrategy = ChainingStrategy.ALWAYS;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T extends StreamOperator<FeatureUpdate>> T createStreamOperator(
            StreamOperatorParameters<FeatureUpdate> parameters) {
        return (T) new UpdateOperator(view, topic, parameters);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return UpdateOperator.class;
    }
}
