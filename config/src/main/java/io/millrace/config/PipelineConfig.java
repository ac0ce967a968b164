package io.millrace.config;

import java.util.List;

/**
 * A whole pipeline: what one file says, with every default filled in and every feature view resolved.
 *
 * @param pipeline name of the pipeline; prefix of its topics and of its transactional ids
 * @param features the views this pipeline reads, in the order in which their columns follow the event's fields
 */
public record PipelineConfig(
        String pipeline,
        KafkaConfig kafka,
        TopicsConfig topics,
        EventsConfig events,
        List<FeatureConfig> features,
        ModelConfig model,
        LearningConfig learning,
        BatchingConfig batching,
        DeviceConfig device,
        PredictionsConfig predictions,
        ReviewConfig review,
        RuntimeConfig runtime) {

    public PipelineConfig {
        features = List.copyOf(features);
    }
}
