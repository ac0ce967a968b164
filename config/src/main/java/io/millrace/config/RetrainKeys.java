package io.millrace.config;

import static io.millrace.config.RetrainConfig.DEFAULT;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.time.Duration;

/** The keys of {@link RetrainConfig}. */
final class RetrainKeys {
    private static final Duration LONGEST = Duration.ofDays(3650);

    static final Key<Boolean> ON_DRIFT =
            Key.of("on-drift", Type.bool(), DEFAULT.onDrift(), "whether a drift that was found is a reason");
    static final Key<Double> QUALITY_BELOW = Key.optional(
            "quality-below", Type.number(-1, 1), "accuracy, or R² of a regression, that is surely too low");
    static final Key<Integer> MIN_LABELS = Key.of(
            "min-labels",
            Type.integer(1, 1_000_000_000),
            DEFAULT.minLabels(),
            "mature labels below which quality says nothing");
    static final Key<Double> MORE_LABELS = Key.of(
            "more-labels",
            Type.number(0.01, 1000),
            DEFAULT.moreLabels(),
            "growth of the number of labels since the last training that is a reason, as a share");
    static final Key<Duration> OLDER_THAN = Key.of(
            "older-than",
            Type.duration(Duration.ofMinutes(1), LONGEST),
            DEFAULT.olderThan(),
            "age of the last training that is a reason");
    static final Key<Duration> COOL_DOWN = Key.of(
            "cool-down",
            Type.duration(Duration.ZERO, LONGEST),
            DEFAULT.coolDown(),
            "least time between two retrainings");
    static final Key<Integer> PER_DAY =
            Key.of("per-day", Type.integer(1, 10_000), DEFAULT.perDay(), "most retrainings within 24 hours");

    static final Shape SHAPE =
            Shape.of(ON_DRIFT, QUALITY_BELOW, MIN_LABELS, MORE_LABELS, OLDER_THAN, COOL_DOWN, PER_DAY);

    private RetrainKeys() {}

    static RetrainConfig bind(Section section) {
        return new RetrainConfig(
                section.get(ON_DRIFT),
                section.find(QUALITY_BELOW),
                section.get(MIN_LABELS),
                section.get(MORE_LABELS),
                section.get(OLDER_THAN),
                section.get(COOL_DOWN),
                section.get(PER_DAY));
    }
}
