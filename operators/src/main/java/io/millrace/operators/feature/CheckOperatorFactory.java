package io.millrace.operators.feature;

import io.millrace.config.FeatureConfig;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureCheck;
import io.millrace.operators.record.ServedFeatures;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperatorFactory;

/** Makes an {@link CheckOperator} where it runs. */
final class CheckOperatorFactory extends AbstractStreamOperatorFactory<FeatureCheck>
        implements TwoInputStreamOperatorFactory<Event, ServedFeatures, FeatureCheck> {
    private final FeatureConfig feature;

    CheckOperatorFactory(FeatureConfig feature) {
        this.feature = feature;
        this.chainingStrategy = ChainingStrategy.ALWAYS;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T extends StreamOperator<FeatureCheck>> T createStreamOperator(
            StreamOperatorParameters<FeatureCheck> parameters) {
        return (T) new CheckOperator(feature, parameters);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return CheckOperator.class;
    }
}
