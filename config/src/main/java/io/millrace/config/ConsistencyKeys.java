package io.millrace.config;

import static io.millrace.config.ConsistencyConfig.DEFAULT;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;

/** The keys of {@link ConsistencyConfig}. */
final class ConsistencyKeys {
    static final Key<Double> SAMPLE = Key.of(
            "sample",
            Type.number(0, 1),
            DEFAULT.sample(),
            "share of the keys whose values are compared, chosen by a hash of the key; 0 compares nothing");
    static final Key<Double> WRONG = Key.of(
            "wrong",
            Type.number(0, 1),
            DEFAULT.maxWrong(),
            "share of a feature's values within a minute that may be wrong, missing or extra");
    static final Key<Double> SMAPE = Key.of(
            "smape",
            Type.number(0, 1),
            DEFAULT.maxSmape(),
            "what the differences of a feature's numbers within a minute may add up to, as a share of the numbers");
    static final Key<Integer> ROWS =
            Key.of("rows", Type.integer(1, 1_000_000_000), DEFAULT.minRows(), "a minute with fewer rows is not judged");
    static final Key<Integer> MINUTES =
            Key.of("minutes", Type.integer(1, 1000), DEFAULT.minutes(), "minutes beyond a bound that raise an alert");
    static final Key<Integer> OF_MINUTES = Key.of(
            "of-minutes",
            Type.integer(1, 1000),
            DEFAULT.ofMinutes(),
            "how many of the newest minutes that can be judged are looked at");

    private static final Shape SHAPE = Shape.of(SAMPLE, WRONG, SMAPE, ROWS, MINUTES, OF_MINUTES);

    static final Key<Section> CONSISTENCY = Key.optional(
            "consistency",
            Type.section(SHAPE),
            "how the served values of views that are computed from streams are compared with what the streams say");

    private ConsistencyKeys() {}

    static ConsistencyConfig bind(Section section) {
        ConsistencyConfig consistency = new ConsistencyConfig(
                section.get(SAMPLE),
                section.get(WRONG),
                section.get(SMAPE),
                section.get(ROWS),
                section.get(MINUTES),
                section.get(OF_MINUTES));
        asManyMinutesAreLookedAt(section, consistency);
        return consistency;
    }

    private static void asManyMinutesAreLookedAt(Section section, ConsistencyConfig consistency) {
        if (section.sound(MINUTES, OF_MINUTES) && consistency.minutes() > consistency.ofMinutes()) {
            section.refuse(MINUTES, "must be at most monitoring.consistency.of-minutes");
        }
    }
}
