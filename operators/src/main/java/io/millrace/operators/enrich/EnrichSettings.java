package io.millrace.operators.enrich;

import io.millrace.config.BatchingConfig.Order;
import io.millrace.config.EventsConfig;
import io.millrace.config.FeatureConfig;
import io.millrace.config.PipelineConfig;
import java.io.Serializable;
import java.util.List;

/**
 * What the enrich stage is told.
 *
 * @param features the views that are in stores, in the order of their columns
 * @param capacity most events that wait for rows, per subtask
 */
record EnrichSettings(
        List<FeatureConfig> features,
        EventsConfig events,
        Order order,
        int capacity,
        FeatureStoreSource stores,
        ChangeFeed changes)
        implements Serializable {

    EnrichSettings {
        features = List.copyOf(features);
    }

    static EnrichSettings of(PipelineConfig pipeline, FeatureStoreSource stores, ChangeFeed changes) {
        return new EnrichSettings(
                pipeline.storedFeatures(),
                pipeline.events(),
                pipeline.batching().order(),
                pipeline.batching().capacity(),
                stores,
                changes);
    }
}
