package io.millrace.config;

import static io.millrace.config.OnlineConfig.DEFAULT;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.time.Duration;

/** The keys of {@link OnlineConfig}. */
final class OnlineKeys {
    static final Key<OnlineConfig.Learner> LEARNER = Key.of(
            "learner",
            Type.oneOf(OnlineConfig.Learner.class),
            DEFAULT.learner(),
            "what learns: linear models, networks with a short and a long memory, a mixture of both in which each counts as"
                    + " its recent predictions deserve, or an imported TorchScript model that is fine-tuned");
    static final Key<OnlineConfig.Optimizer> OPTIMIZER = Key.of(
            "optimizer",
            Type.oneOf(OnlineConfig.Optimizer.class),
            DEFAULT.optimizer(),
            "how linear models step: FTRL-Proximal, or stochastic gradient descent of rate .005");
    static final Key<Integer> MINI_BATCH = Key.of(
            "mini-batch", Type.integer(1, 1024), DEFAULT.miniBatch(), "labels that are learned from together at most");
    static final Key<Integer> WINDOW = Key.of(
            "window", Type.integer(1, 1_000_000), DEFAULT.window(), "latest labels that networks learn from again");
    static final Key<Integer> RESERVOIR = Key.of(
            "reservoir",
            Type.integer(1, 1_000_000),
            DEFAULT.reservoir(),
            "size of the sample of all labels that networks learn from again");
    static final Key<Double> LEARNING_RATE =
            Key.of("learning-rate", Type.number(1e-6, 10), DEFAULT.learningRate(), "length of a network's step");

    static final Key<Boolean> ENABLED = Key.of(
            "enabled",
            Type.bool(),
            LiveConfig.DEFAULT.enabled(),
            "whether the learn job learns from labels; it joins them in any case");
    static final Key<Duration> MAX_WAIT = Key.of(
            "max-wait",
            Type.duration(Duration.ZERO, Duration.ofDays(1)),
            LiveConfig.DEFAULT.maxWait(),
            "how far apart in event time the labels may lie that the learn job learns from together");

    static final Shape SHAPE =
            Shape.of(ENABLED, LEARNER, OPTIMIZER, MINI_BATCH, WINDOW, RESERVOIR, LEARNING_RATE, MAX_WAIT);

    private OnlineKeys() {}

    static OnlineConfig bind(Section section) {
        return new OnlineConfig(
                section.get(LEARNER),
                section.get(OPTIMIZER),
                section.get(MINI_BATCH),
                section.get(WINDOW),
                section.get(RESERVOIR),
                section.get(LEARNING_RATE));
    }
}
