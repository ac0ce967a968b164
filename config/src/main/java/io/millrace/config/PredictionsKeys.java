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

    static final Key<List<Included>> INCLUDE = Key.of(
            "include",
            Type.distinct(Type.oneOf(Included.class), 0, 1),
            List.of(),
            "what each prediction repeats: features are the values it was made from");
    static final Key<Boolean> SCORED =
            Key.of("scored", Type.bool(), true, "whether what the model saw is written to the scored topic");

    static final Shape SHAPE = Shape.of(INCLUDE, SCORED);

    private PredictionsKeys() {}

    static PredictionsConfig bind(Section section) {
        return new PredictionsConfig(section.get(INCLUDE).contains(Included.FEATURES), section.get(SCORED));
    }
}
