package io.millrace.config;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;

/** The keys of {@link TopicsConfig}, except for the topic that {@link ReviewKeys} names. */
final class TopicsKeys {
    static final Key<String> PREDICTIONS = topic("predictions", "one record per event");
    static final Key<String> SCORED = topic("scored", "what the model saw, one Arrow record batch per batch");
    static final Key<String> MODELS = topic("models", "announcements of model versions; compacted");
    static final Key<String> QUALITY = topic(
            "quality", "how good predictions turn out to be, and what was measured of the features that were served");
    static final Key<String> ALERTS = topic("alerts", "what has left its bounds, and what is back");
    static final Key<String> DRIFT = topic(
            "drift",
            "what has drifted, written by whoever finds it; the learn job reads it if it is there at the start");
    static final Key<String> FEEDBACK =
            topic("feedback", "what became known of each scored row: its label, with the row as it was scored");
    static final Key<String> DEAD_LETTERS =
            topic("dead-letters", "events that could not be scored, as they came, with the cause in headers");

    static final Shape SHAPE = Shape.of(PREDICTIONS, SCORED, MODELS, QUALITY, ALERTS, DRIFT, FEEDBACK, DEAD_LETTERS)
            .retiring(new Shape.Retired("reviews", "unknown key; use review.topic"));

    private TopicsKeys() {}

    private static Key<String> topic(String kind, String meaning) {
        return Key.derived(kind, NameTypes.TOPIC, "<pipeline>." + kind, "topic of " + meaning);
    }

    static TopicsConfig bind(String pipeline, Section topics, Section review) {
        return new TopicsConfig(
                named(pipeline, topics, PREDICTIONS),
                named(pipeline, topics, SCORED),
                review.get(ReviewKeys.TOPIC, () -> pipeline + ".reviews"),
                named(pipeline, topics, MODELS),
                named(pipeline, topics, QUALITY),
                named(pipeline, topics, ALERTS),
                named(pipeline, topics, DRIFT),
                named(pipeline, topics, FEEDBACK),
                named(pipeline, topics, DEAD_LETTERS));
    }

    private static String named(String pipeline, Section topics, Key<String> key) {
        return topics.get(key, () -> pipeline + "." + key.name());
    }
}
