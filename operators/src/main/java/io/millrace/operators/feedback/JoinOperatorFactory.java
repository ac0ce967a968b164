package io.millrace.operators.feedback;

import io.millrace.config.LabelsConfig;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.LabelEvent;
import io.millrace.operators.record.Scored;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperatorFactory;

/** Makes a {@link JoinOperator} where it runs. */
final class JoinOperatorFactory extends AbstractStreamOperatorFactory<Feedback>
        implements TwoInputStreamOperatorFactory<Scored, LabelEvent, Feedback> {
    private final LabelsConfig labels;

    JoinOperatorFactory(LabelsConfig labels) {
        this.labels = labels;
        this.chainingStrategy = ChainingStrategy.ALWAYS;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T extends StreamOperator<Feedback>> T createStreamOperator(StreamOperatorParameters<Feedback> parameters) {
        return (T) new JoinOperator(labels, parameters);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return JoinOperator.class;
    }
}
