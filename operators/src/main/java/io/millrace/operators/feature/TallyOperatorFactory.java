package io.millrace.operators.feature;

import io.millrace.config.ConsistencyConfig;
import io.millrace.operators.record.FeatureCheck;
import io.millrace.operators.record.Outbound;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes a {@link TallyOperator} where it runs. */
final class TallyOperatorFactory extends AbstractStreamOperatorFactory<Outbound>
        implements OneInputStreamOperatorFactory<FeatureCheck, Outbound> {
    private final String pipeline;
    private final ConsistencyConfig consistency;

    TallyOperatorFactory(String pipeline, ConsistencyConfig consistency) {
        this.pipeline = pipeline;
        this.consistency = consistency;
        this.chainingStrategy = ChainingStrategy.ALWAYS;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T extends StreamOperator<Outbound>> T createStreamOperator(StreamOperatorParameters<Outbound> parameters) {
        return (T) new TallyOperator(new BoundWatch(consistency), new QualityEncoder(pipeline), parameters);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return TallyOperator.class;
    }
}
