package io.millrace.config;

import static io.millrace.config.PromotionConfig.DEFAULT;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.time.Duration;
import java.util.List;

/** The keys of {@link PromotionConfig}. */
final class PromotionKeys {
    private static final double SMALLEST_SHARE = 0.0001;

    static final Key<PromotionConfig.Gate> GATE = Key.of(
            "gate",
            Type.oneOf(PromotionConfig.Gate.class),
            DEFAULT.gate(),
            "what decides by labels: the test on pairs of predictions, or nothing, so that a candidate only has to run"
                    + " well");
    static final Key<Double> MARGIN = Key.of(
            "margin",
            Type.number(0, 1),
            DEFAULT.margin(),
            "how much smaller the candidate's mean loss must be: a share of the predictions, or of the scale of the"
                    + " errors of a regression");
    static final Key<Double> ALPHA = Key.of(
            "alpha",
            Type.number(1e-9, 0.5),
            DEFAULT.alpha(),
            "most that the chance of a wrong decision about a candidate may be");
    static final Key<Integer> MIN_LABELS = Key.of(
            "min-labels",
            Type.integer(1, 1_000_000_000),
            DEFAULT.minLabels(),
            "labels of both versions before which nothing is decided");
    static final Key<Boolean> AUTOMATIC = Key.of(
            "automatic",
            Type.bool(),
            DEFAULT.automatic(),
            "whether a candidate is promoted and rejected without a person; one that cannot run is withdrawn in any case");
    static final Key<List<Double>> STEPS = Key.of(
            "steps",
            Type.list(Type.number(SMALLEST_SHARE, 1), 0, 20),
            DEFAULT.steps(),
            "shares of the keys that a candidate serves, one after the other, before it becomes champion");
    static final Key<Integer> STEP_REQUESTS = Key.of(
            "requests",
            Type.integer(1, 1_000_000_000),
            DEFAULT.step().requests(),
            "requests of the candidate after which a step ends");
    static final Key<Duration> STEP_TIME = Key.of(
            "time",
            Type.duration(Duration.ZERO, Duration.ofDays(30)),
            DEFAULT.step().time(),
            "time after which a step ends, if the candidate has had promotion.service.min-requests");
    static final Key<Section> STEP =
            Key.optional("step", Type.section(Shape.of(STEP_REQUESTS, STEP_TIME)), "how long a step lasts at least");
    static final Key<Duration> GIVE_UP_AFTER = Key.of(
            "give-up-after",
            Type.duration(Duration.ofMinutes(1), Duration.ofDays(3650)),
            DEFAULT.giveUpAfter(),
            "a candidate that is in test for longer without a decision is rejected");
    static final Key<Integer> MIN_REQUESTS = Key.of(
            "min-requests",
            Type.integer(1, 1_000_000_000),
            DEFAULT.service().minRequests(),
            "requests of the candidate below which it is not judged, and stays where it is");
    static final Key<Double> MAX_ERROR_RATE = Key.of(
            "max-error-rate",
            Type.number(0, 1),
            DEFAULT.service().maxErrorRate(),
            "share of failed requests beyond which the candidate is rolled back");
    static final Key<Double> MAX_SLOWDOWN = Key.of(
            "max-slowdown",
            Type.number(1, 1000),
            DEFAULT.service().maxSlowdown(),
            "bound on the candidate's 99th percentile of latency, as a multiple of the champion's; below a tenth of"
                    + " max-latency nobody notices");
    static final Key<Duration> MAX_LATENCY = Key.of(
            "max-latency",
            Type.duration(Duration.ofMillis(1), Duration.ofMinutes(10)),
            DEFAULT.service().maxLatency(),
            "bound on the candidate's 99th percentile of latency");
    static final Key<Double> MAX_SHIFT = Key.of(
            "max-shift",
            Type.number(0, 100),
            DEFAULT.service().maxShift(),
            "population stability index of the candidate's outputs against the champion's beyond which a candidate"
                    + " that no labels speak for stays where it is");
    static final Key<Section> SERVICE = Key.optional(
            "service",
            Type.section(Shape.of(MIN_REQUESTS, MAX_ERROR_RATE, MAX_SLOWDOWN, MAX_LATENCY, MAX_SHIFT)),
            "bounds on how a candidate runs");

    static final Shape SHAPE =
            Shape.of(GATE, MARGIN, ALPHA, MIN_LABELS, AUTOMATIC, STEPS, STEP, GIVE_UP_AFTER, SERVICE);

    private PromotionKeys() {}

    static PromotionConfig bind(Section section) {
        Section step = section.get(STEP);
        Section service = section.get(SERVICE);
        PromotionConfig promotion = new PromotionConfig(
                section.get(GATE),
                section.get(MARGIN),
                section.get(ALPHA),
                section.get(MIN_LABELS),
                section.get(AUTOMATIC),
                section.get(STEPS),
                new PromotionConfig.Step(step.get(STEP_REQUESTS), step.get(STEP_TIME)),
                section.get(GIVE_UP_AFTER),
                new PromotionConfig.Service(
                        service.get(MIN_REQUESTS),
                        service.get(MAX_ERROR_RATE),
                        service.get(MAX_SLOWDOWN),
                        service.get(MAX_LATENCY),
                        service.get(MAX_SHIFT)));
        stepsGrow(section, promotion.steps());
        return promotion;
    }

    private static void stepsGrow(Section section, List<Double> steps) {
        for (int i = 1; section.sound(STEPS) && i < steps.size(); i++) {
            if (steps.get(i) <= steps.get(i - 1)) {
                section.refuse(STEPS, i, "must be greater than the step before it");
            }
        }
    }
}
