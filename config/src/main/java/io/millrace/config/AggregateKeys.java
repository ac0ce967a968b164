package io.millrace.config;

import io.millrace.config.ViewConfig.Aggregate;
import io.millrace.config.ViewConfig.Aggregate.Function;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.util.List;

/** The keys of {@link Aggregate}. */
final class AggregateKeys {
    static final Key<Function> FUNCTION = Key.required(
            "function", Type.oneOf(Function.class), "what is computed over the training rows of one entity");
    static final Key<String> OF =
            Key.optional("of", NameTypes.FIELD, "column that is aggregated; every function but count needs it");
    static final Key<String> PER = Key.optional("per", NameTypes.FIELD, "column that each value is divided by first");

    static final Shape SHAPE = Shape.of(FUNCTION, OF, PER);

    private AggregateKeys() {}

    static Aggregate bind(Section section) {
        Aggregate aggregate = new Aggregate(section.get(FUNCTION), section.find(OF), section.find(PER));
        if (section.sound(FUNCTION)) {
            everythingButCountIsOfAColumn(section, aggregate);
            countIsOfRows(section, aggregate);
        }
        return aggregate;
    }

    private static void everythingButCountIsOfAColumn(Section section, Aggregate aggregate) {
        if (aggregate.function() != Function.COUNT && !section.has(OF)) {
            section.refuse(OF, "is missing: " + OF.meaning());
        }
    }

    private static void countIsOfRows(Section section, Aggregate aggregate) {
        for (Key<?> column : List.of(OF, PER)) {
            if (aggregate.function() == Function.COUNT && section.has(column)) {
                section.refuse(column, "has no effect: count counts rows; remove it");
            }
        }
    }
}
