package io.millrace.operators.route;

import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Prediction;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator of each subtask. */
final class ArrowPredictionOperatorFactory extends AbstractStreamOperatorFactory<Outbound>
        implements OneInputStreamOperatorFactory<Prediction, Outbound> {
    private static final long serialVersionUID = 1;

    private final RouteSettings settings;

    ArrowPredictionOperatorFactory(RouteSettings settings) {
        this.settings = settings;
        this.chainingStrategy = ChainingStrategy.ALWAYS;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the signature is Flink's
    public <T extends StreamOperator<Outbound>> T createStreamOperator(StreamOperatorParameters<Outbound> parameters) {
        return (T) new ArrowPredictionOperator(parameters, settings);
    }

    @Override
    public Class<? extends StreamOperator<Outbound>> getStreamOperatorClass(ClassLoader loader) {
        return ArrowPredictionOperator.class;
    }
}
