package io.millrace.config;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole pipeline: what one file says, with every default filled in and every feature view resolved.
 *
 * @param pipeline name of the pipeline; prefix of its topics and of its transactional ids
 * @param features the views this pipeline reads, in the order in which their columns follow the event's fields: those of
 *     stores as the file has them, then those whose values arrive on topics
 * @param labels null if the pipeline has none
 */
public record PipelineConfig(
        String pipeline,
        KafkaConfig kafka,
        TopicsConfig topics,
        EventsConfig events,
        List<FeatureConfig> features,
        ModelConfig model,
        @Nullable LabelsConfig labels,
        LearningConfig learning,
        BatchingConfig batching,
        DeviceConfig device,
        PredictionsConfig predictions,
        ReviewConfig review,
        PromotionConfig promotion,
        RetrainConfig retrain,
        MonitoringConfig monitoring,
        RuntimeConfig runtime)
        implements Serializable {

    public PipelineConfig {
        features = features.stream()
                .sorted(Comparator.comparing(FeatureConfig::streamed))
                .toList();
    }

    /** How served feature values are compared with their streams. */
    public ConsistencyConfig consistency() {
        return monitoring.consistency();
    }

    /** The views of {@link #features} whose values are in stores. */
    public List<FeatureConfig> storedFeatures() {
        return features.stream().filter(feature -> !feature.streamed()).toList();
    }

    /** The views of {@link #features} whose values arrive on topics. */
    public List<FeatureConfig> streamedFeatures() {
        return features.stream().filter(FeatureConfig::streamed).toList();
    }

    /** The views that are computed here, from streams of events. */
    public List<ViewConfig> computedViews() {
        return features.stream()
                .map(FeatureConfig::view)
                .filter(view -> view.source() instanceof ViewConfig.Stream)
                .toList();
    }

    /** The views of {@link #features} whose served values are compared with what their streams say. */
    public List<FeatureConfig> checkedFeatures() {
        if (!predictions.scored() || consistency().sample() == 0) {
            return List.of();
        }
        return features.stream()
                .filter(feature -> feature.view().source() instanceof ViewConfig.Stream)
                .toList();
    }

    /** Whether a view is computed from what the model predicts, so that it is known no sooner than labels are. */
    public boolean computedFromTarget(ViewConfig view) {
        return view.source() instanceof ViewConfig.Stream stream
                && stream.events().fields().stream()
                        .anyMatch(field -> field.name().equals(model.target()));
    }
}
