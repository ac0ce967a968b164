package io.millrace.config;

import io.millrace.config.bind.Environment;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.util.List;

/** The keys of a pipeline file, {@link PipelineConfig}. */
final class PipelineKeys {
    static final Key<String> PIPELINE = Key.required(
            "pipeline", NameTypes.PIPELINE, "name of the pipeline; prefix of its topics and of its transactional ids");
    static final Key<Section> KAFKA = Key.optional(
            "kafka",
            Type.section(KafkaKeys.SHAPE),
            "where the topics are and what is promised about what is written to them");
    static final Key<Section> TOPICS =
            Key.optional("topics", Type.section(TopicsKeys.SHAPE), "names of the topics that the pipeline writes");
    static final Key<Section> EVENTS = Key.required("events", Type.section(EventsKeys.SHAPE), "what arrives");
    static final Key<List<Section>> FEATURES = Key.of(
            "features",
            Type.list(Type.section(FeatureKeys.SHAPE), 0, 50),
            List.of(),
            "the views whose columns are added to each event");
    static final Key<Section> MODEL = Key.required("model", Type.section(ModelKeys.SHAPE), "the model that scores");
    static final Key<Section> LABELS = Key.optional(
            "labels",
            Type.section(LabelsKeys.SHAPE),
            "how it becomes known what was true; without it nothing is joined and nothing learned");
    static final Key<Section> LEARNING =
            Key.optional("learning", Type.section(LearningKeys.SHAPE), "how the first model is trained");
    static final Key<Section> BATCHING =
            Key.optional("batching", Type.section(BatchingKeys.SHAPE), "how rows are gathered into batches");
    static final Key<Section> PREDICTIONS =
            Key.optional("predictions", Type.section(PredictionsKeys.SHAPE), "what the output records hold");
    static final Key<Section> REVIEW =
            Key.optional("review", Type.section(ReviewKeys.SHAPE), "which predictions a person should look at");
    static final Key<Section> PROMOTION =
            Key.optional("promotion", Type.section(PromotionKeys.SHAPE), "how a candidate becomes champion");
    static final Key<Section> RETRAIN =
            Key.optional("retrain", Type.section(RetrainKeys.SHAPE), "when a model is to be trained anew");
    static final Key<Section> MONITORING =
            Key.optional("monitoring", Type.section(MonitoringKeys.SHAPE), "what is watched while the jobs run");
    static final Key<Section> RUNTIME = Key.optional("runtime", Type.section(RuntimeKeys.SHAPE), "how the jobs run");

    static final Shape SHAPE = Shape.of(
            PIPELINE,
            KAFKA,
            TOPICS,
            EVENTS,
            FEATURES,
            MODEL,
            LABELS,
            LEARNING,
            BATCHING,
            DeviceKey.DEVICE,
            PREDICTIONS,
            REVIEW,
            PROMOTION,
            RETRAIN,
            MONITORING,
            RUNTIME);

    private PipelineKeys() {}

    static PipelineConfig bind(Section root, Environment environment, ViewFiles views) {
        String name = root.get(PIPELINE);
        EventsConfig events = EventsKeys.bind(root.get(EVENTS));
        Section review = root.get(REVIEW);
        PipelineConfig pipeline = new PipelineConfig(
                name,
                KafkaKeys.bind(root.get(KAFKA), environment),
                TopicsKeys.bind(name, root.get(TOPICS), review),
                events,
                root.get(FEATURES).stream()
                        .map(feature -> FeatureKeys.bind(feature, events, views))
                        .toList(),
                ModelKeys.bind(root.get(MODEL)),
                LabelsKeys.bind(root.find(LABELS)),
                LearningKeys.bind(root.get(LEARNING)),
                BatchingKeys.bind(root.get(BATCHING)),
                root.get(DeviceKey.DEVICE),
                PredictionsKeys.bind(root.get(PREDICTIONS)),
                ReviewKeys.bind(review),
                PromotionKeys.bind(root.get(PROMOTION)),
                RetrainKeys.bind(root.get(RETRAIN)),
                MonitoringKeys.bind(root.get(MONITORING), events),
                RuntimeKeys.bind(root.get(RUNTIME)));
        new PipelineRules(root, pipeline).check();
        return pipeline;
    }
}
