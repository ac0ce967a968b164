package io.millrace.operators.enrich;

import io.millrace.config.FeatureConfig;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.FeatureUpdate;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperatorFactory;

/** Makes a {@link JoinOperator} where it runs. */
final class JoinOperatorFactory extends AbstractStreamOperatorFactory<EnrichedEvent>
        implements TwoInputStreamOperatorFactory<EnrichedEvent, FeatureUpdate, EnrichedEvent> {
    private final FeatureConfig feature;

    JoinOperatorFactory(FeatureConfig feature) {
        this.feature = feature;
        this.chainingStrategy = ChainingStrategy.ALWAYS;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T extends StreamOperator<EnrichedEvent>> T createStreamOperator(
            StreamOperatorParameters<EnrichedEvent> parameters) {
        return (T) new JoinOperator(feature, parameters);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return JoinOperator.class;
    }
}
