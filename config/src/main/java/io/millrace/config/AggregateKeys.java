package io.millrace.config;

import io.millrace.config.ViewConfig.Aggregate;
import io.millrace.config.ViewConfig.Aggregate.Function;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.time.Duration;
import java.util.List;

/** The keys of {@link Aggregate}. */
final class AggregateKeys {
    private static final double MEDIAN = 0.5;
    private static final Type<Duration> UNITS = Type.duration(Duration.ofMillis(1), Duration.ofDays(365));

    static final Key<Function> FUNCTION =
            Key.required("function", Type.oneOf(Function.class), "what is computed over the events of one entity");
    static final Key<String> OF = Key.optional(
            "of", NameTypes.FIELD, "field that is aggregated; every function but count and time-since-last needs it");
    static final Key<String> PER = Key.optional("per", NameTypes.FIELD, "field that each value is divided by first");
    static final Key<Duration> OVER = Key.required(
            "over",
            Type.duration(Duration.ofSeconds(1), Duration.ofDays(3650)),
            "length of the window, a multiple of source.stream.every");
    static final Key<Double> RANK =
            Key.of("rank", Type.number(0, 1), MEDIAN, "of a quantile: from 0 for the smallest to 1 for the largest");
    static final Key<Duration> UNIT =
            Key.of("unit", UNITS, Duration.ofSeconds(1), "what the time since the last event is counted in");

    static final Shape SHAPE = Shape.of(FUNCTION, OF, PER, OVER, RANK, UNIT);

    private AggregateKeys() {}

    static Aggregate bind(Section section) {
        Aggregate aggregate = new Aggregate(
                section.get(FUNCTION),
                section.find(OF),
                section.find(PER),
                section.get(OVER),
                section.get(RANK),
                section.get(UNIT));
        if (section.sound(FUNCTION)) {
            mostAreOfAField(section, aggregate);
            someAreOfTheEventsThemselves(section, aggregate);
            onlyANumberIsDivided(section, aggregate);
            keysAreForTheirFunction(section, aggregate);
        }
        return aggregate;
    }

    private static void mostAreOfAField(Section section, Aggregate aggregate) {
        if (!aggregate.function().ofEvents() && !section.has(OF)) {
            section.refuse(OF, "is missing: " + OF.meaning());
        }
    }

    private static void someAreOfTheEventsThemselves(Section section, Aggregate aggregate) {
        for (Key<?> field : List.of(OF, PER)) {
            if (aggregate.function().ofEvents() && section.has(field)) {
                section.refuse(
                        field,
                        "has no effect: " + FUNCTION.type().print(aggregate.function())
                                + " is of events, whatever they hold; remove it");
            }
        }
    }

    private static void onlyANumberIsDivided(Section section, Aggregate aggregate) {
        boolean any = aggregate.function() == Function.LAST || aggregate.function() == Function.DISTINCT;
        if (any && section.has(PER)) {
            section.refuse(PER, "is for functions of numbers only; remove it");
        }
    }

    private static void keysAreForTheirFunction(Section section, Aggregate aggregate) {
        if (section.has(RANK) && aggregate.function() != Function.QUANTILE) {
            section.refuse(RANK, "is for quantile only; remove it");
        }
        if (section.has(UNIT) && aggregate.function() != Function.TIME_SINCE_LAST) {
            section.refuse(UNIT, "is for time-since-last only; remove it");
        }
    }
}
