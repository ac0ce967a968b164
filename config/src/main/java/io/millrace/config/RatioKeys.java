package io.millrace.config;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;

/** The keys of {@link ViewConfig.Ratio}. */
final class RatioKeys {
    static final Key<String> OF = Key.required("of", NameTypes.COLUMN, "aggregated column that is divided");
    static final Key<String> PER = Key.required("per", NameTypes.COLUMN, "aggregated column that it is divided by");

    static final Shape SHAPE = Shape.of(OF, PER);

    private RatioKeys() {}

    static ViewConfig.Ratio bind(Section section) {
        return new ViewConfig.Ratio(section.get(OF), section.get(PER));
    }
}
