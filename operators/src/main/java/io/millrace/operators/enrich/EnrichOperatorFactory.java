package io.millrace.operators.enrich;

import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes an {@link EnrichOperator} where it runs. */
final class EnrichOperatorFactory extends AbstractStreamOperatorFactory<EnrichedEvent>
        implements OneInputStreamOperatorFactory<Event, EnrichedEvent> {
    private final EnrichSettings settings;

    EnrichOperatorFactory(EnrichSettings settings) {
        this.settings = settings;
        this.chainingStrategy = ChainingStrategy.ALWAYS;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T extends StreamOperator<EnrichedEvent>> T createStreamOperator(
            StreamOperatorParameters<EnrichedEvent> parameters) {
        return (T) new EnrichOperator(settings, parameters);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return EnrichOperator.class;
    }
}
