package io.millrace.operators.feature;

import io.millrace.config.ViewConfig;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureUpdate;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes an {@link AggregateOperator} where it runs. */
final class AggregateOperatorFactory extends AbstractStreamOperatorFactory<FeatureUpdate>
        implements OneInputStreamOperatorFactory<Event, FeatureUpdate> {
    private final ViewConfig view;

    AggregateOperatorFactory(ViewConfig view) {
        this.view = view;
        this.chainingStrategy = ChainingStrategy.ALWAYS;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T extends StreamOperator<FeatureUpdate>> T createStreamOperator(
            StreamOperatorParameters<FeatureUpdate> parameters) {
        return (T) new AggregateOperator(view, parameters);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return AggregateOperator.class;
    }
}
