package io.millrace.config;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;

/** The keys of {@link ReviewConfig}, and the topic that reviews go to. */
final class ReviewKeys {
    static final Key<Double> BELOW_CONFIDENCE = Key.optional(
            "below-confidence", Type.number(0, 1), "predictions less confident than this are sent to review");
    static final Key<Double> AUDIT_RATE = Key.of(
            "audit-rate",
            Type.number(0, 1),
            0.0,
            "share of all predictions sent to review, chosen by a hash of the prediction id");
    static final Key<String> TOPIC =
            Key.derived("topic", NameTypes.TOPIC, "<pipeline>.reviews", "topic of what a person should look at");

    static final Shape SHAPE = Shape.of(BELOW_CONFIDENCE, AUDIT_RATE, TOPIC);

    private ReviewKeys() {}

    static ReviewConfig bind(Section section) {
        return new ReviewConfig(section.find(BELOW_CONFIDENCE), section.get(AUDIT_RATE));
    }
}
