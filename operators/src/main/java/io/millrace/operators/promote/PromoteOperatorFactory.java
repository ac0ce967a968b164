package io.millrace.operators.promote;

import io.millrace.operators.record.Outbound;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes a {@link PromoteOperator} where it runs. */
final class PromoteOperatorFactory extends AbstractStreamOperatorFactory<Outbound>
        implements OneInputStreamOperatorFactory<Observed, Outbound> {
    private final Office office;

    PromoteOperatorFactory(Office office) {
        this.office = office;
        this.chainingStrategy = ChainingStrategy.HEAD;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T extends StreamOperator<Outbound>> T createStreamOperator(StreamOperatorParameters<Outbound> parameters) {
        return (T) new PromoteOperator(office, parameters);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return PromoteOperator.class;
    }
}
