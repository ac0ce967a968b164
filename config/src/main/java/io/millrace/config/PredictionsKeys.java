package io.millrace.config;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.util.List;

/** The keys of {@link PredictionsConfig}. */
final class PredictionsKeys {

    /** What a prediction can hold beyond the lean record. */
    enum Included {
        FEATURES
    }

    static final Key<PredictionsConfig.Format> FORMAT = Key.of(
            "format",
            Type.oneOf(PredictionsConfig.Format.class),
            PredictionsConfig.Format.JSON,
            "how predictions are laid out: json is one record for each, arrow many in one; see docs/messages.md");
    static final Key<List<Included>> INCLUDE = Key.of(
            "include",
            Type.distinct(Type.oneOf(Included.class), 0, 1),
            List.of(),
            "what each prediction repeats: features are the values it was made from");
    static final Key<Boolean> SCORED =
            Key.of("scored", Type.bool(), true, "whether what the model saw is written to the scored topic");

    static final Shape SHAPE = Shape.of(FORMAT, INCLUDE, SCORED);

    private PredictionsKeys() {}

    static PredictionsConfig bind(Section section) {
        return new PredictionsConfig(
                section.get(FORMAT), section.get(INCLUDE).contains(Included.FEATURES), section.get(SCORED));
    }
}
