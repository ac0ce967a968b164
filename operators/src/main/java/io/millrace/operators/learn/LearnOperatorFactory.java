package io.millrace.operators.learn;

import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.Published;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes a {@link LearnOperator} where it runs. It is not chained: what it does takes longer than what comes before. */
final class LearnOperatorFactory extends AbstractStreamOperatorFactory<Published>
        implements OneInputStreamOperatorFactory<Feedback, Published> {
    private final Course course;

    LearnOperatorFactory(Course course) {
        this.course = course;
        this.chainingStrategy = ChainingStrategy.HEAD;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T extends StreamOperator<Published>> T createStreamOperator(
            StreamOperatorParameters<Published> parameters) {
        return (T) new LearnOperator(course, parameters);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return LearnOperator.class;
    }
}
