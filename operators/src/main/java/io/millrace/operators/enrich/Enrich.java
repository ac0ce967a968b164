package io.millrace.operators.enrich;

import io.millrace.config.PipelineConfig;
import io.millrace.config.bind.Environment;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.RecordTypes;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The stage that adds feature values to events.
 *
 * <p>Every value says how far it can be trusted. An event that the pipeline would rather lose than score without a value
 * leaves by {@link io.millrace.operators.record.SideOutputs#REJECTED}; a store that is slow or down delays no event longer
 * than its timeout.
 */
public final class Enrich {
    /** The stage's fixed operator id and name. */
    public static final String UID = "enrich";

    private Enrich() {}

    /** Looks values up in the databases that the views name. */
    public static SingleOutputStreamOperator<EnrichedEvent> stage(DataStream<Event> events, PipelineConfig pipeline) {
        return stage(events, pipeline, view -> JdbcFeatureStore.open(view, Environment.system()));
    }

    /** Looks values up in the given stores. A pipeline without views adds nothing, at no cost. */
    public static SingleOutputStreamOperator<EnrichedEvent> stage(
            DataStream<Event> events, PipelineConfig pipeline, FeatureStoreSource stores) {
        SingleOutputStreamOperator<EnrichedEvent> enriched = pipeline.features().isEmpty()
                ? events.map(event -> new EnrichedEvent(event, FeatureValues.NONE, 0), RecordTypes.ENRICHED_EVENT)
                : events.transform(
                        UID,
                        RecordTypes.ENRICHED_EVENT,
                        new EnrichOperatorFactory(EnrichSettings.of(pipeline, stores)));
        return enriched.uid(UID).name(UID);
    }
}
