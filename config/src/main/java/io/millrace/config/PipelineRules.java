package io.millrace.config;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules between sections of a pipeline file. */
final class PipelineRules {
    private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(5);

    private final Section root;
    private final PipelineConfig pipeline;

    PipelineRules(Section root, PipelineConfig pipeline) {
        this.root = root;
        this.pipeline = pipeline;
    }

    void check() {
        topicsDiffer();
        viewsAreUsedOnce();
        theModelSeesSomething();
        theModelDoesNotSeeItsTarget();
        transactionsOutliveCheckpoints();
        onlyScoredRowsAreCompared();
        onlyScoredRowsAreJoined();
    }

    private void topicsDiffer() {
        if (!root.sound(PipelineKeys.PIPELINE, PipelineKeys.TOPICS, PipelineKeys.REVIEW)) {
            return;
        }
        Section topics = root.get(PipelineKeys.TOPICS);
        TopicsConfig names = pipeline.topics();
        Map<String, String> users = new HashMap<>();
        users.put(pipeline.events().topic(), "events.topic");
        claim(topics, TopicsKeys.PREDICTIONS, names.predictions(), users);
        claim(topics, TopicsKeys.SCORED, names.scored(), users);
        claim(topics, TopicsKeys.MODELS, names.models(), users);
        claim(topics, TopicsKeys.QUALITY, names.quality(), users);
        claim(topics, TopicsKeys.ALERTS, names.alerts(), users);
        claim(topics, TopicsKeys.DRIFT, names.drift(), users);
        claim(topics, TopicsKeys.FEEDBACK, names.feedback(), users);
        claim(topics, TopicsKeys.DEAD_LETTERS, names.deadLetters(), users);
        claim(root.get(PipelineKeys.REVIEW), ReviewKeys.TOPIC, names.reviews(), users);
        LabelsConfig labels = pipeline.labels();
        Section section = root.find(PipelineKeys.LABELS);
        if (labels != null && section != null && section.sound(LabelsKeys.TOPIC)) {
            claim(section, LabelsKeys.TOPIC, labels.topic(), users);
        }
    }

    private static void claim(Section section, Key<String> key, String topic, Map<String, String> users) {
        String other = users.putIfAbsent(topic, section.path(key));
        if (other != null) {
            section.refuse(key, "must not be the topic of " + other + ": both are " + topic);
        }
    }

    /** Columns are called {@code <view>.<column>}: a view used twice would give two columns the same name. */
    private void viewsAreUsedOnce() {
        Set<String> seen = new HashSet<>();
        for (Section feature : root.get(PipelineKeys.FEATURES)) {
            if (feature.sound(FeatureKeys.VIEW) && !seen.add(feature.get(FeatureKeys.VIEW))) {
                feature.refuse(FeatureKeys.VIEW, "is used twice; list all its columns in one use");
            }
        }
    }

    private void theModelSeesSomething() {
        boolean something = !pipeline.features().isEmpty()
                || pipeline.events().fields().stream().anyMatch(FieldConfig::input);
        if (!something && root.sound(PipelineKeys.EVENTS)) {
            events().refuse(EventsKeys.FIELDS, "must have at least one field with input: true");
        }
    }

    private void theModelDoesNotSeeItsTarget() {
        List<FieldConfig> fields = pipeline.events().fields();
        String target = pipeline.model().target();
        if (fields.stream().anyMatch(field -> field.input() && field.name().equals(target))) {
            root.get(PipelineKeys.MODEL)
                    .refuse(ModelKeys.TARGET, "is also an input: say input: false for events.fields." + target);
        }
    }

    /** The broker ends a transaction that is open for long, and what it held is lost. */
    private void transactionsOutliveCheckpoints() {
        Section runtime = root.get(PipelineKeys.RUNTIME);
        if (pipeline.kafka().delivery() == KafkaConfig.Delivery.EXACTLY_ONCE
                && runtime.sound(RuntimeKeys.CHECKPOINT_INTERVAL)
                && pipeline.runtime().checkpointInterval().compareTo(LONGEST_TRANSACTION) > 0) {
            runtime.refuse(
                    RuntimeKeys.CHECKPOINT_INTERVAL,
                    "must be at most 5m with kafka.delivery exactly-once, or the broker ends the transaction first");
        }
    }

    private void onlyScoredRowsAreCompared() {
        Section consistency = root.get(PipelineKeys.MONITORING).get(ConsistencyKeys.CONSISTENCY);
        if (consistency.has(ConsistencyKeys.SAMPLE)
                && consistency.sound(ConsistencyKeys.SAMPLE)
                && pipeline.consistency().sample() > 0
                && !pipeline.predictions().scored()) {
            consistency.refuse(ConsistencyKeys.SAMPLE, "needs the scored topic: remove predictions.scored");
        }
    }

    private void onlyScoredRowsAreJoined() {
        Section section = root.find(PipelineKeys.LABELS);
        if (section != null
                && section.sound(LabelsKeys.TOPIC)
                && !pipeline.predictions().scored()) {
            section.refuse(
                    LabelsKeys.TOPIC, "needs the scored topic to find what was predicted: remove predictions.scored");
        }
    }

    private Section events() {
        return root.get(PipelineKeys.EVENTS);
    }
}
