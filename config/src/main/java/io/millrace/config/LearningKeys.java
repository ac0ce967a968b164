package io.millrace.config;

import static io.millrace.config.LearningConfig.DEFAULT;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.time.Duration;
import java.util.List;

/** The keys of {@link LearningConfig}. */
final class LearningKeys {
    static final Key<LearningConfig.Learner> LEARNER = Key.of(
            "learner", Type.oneOf(LearningConfig.Learner.class), DEFAULT.learner(), "architecture that is trained");
    static final Key<List<Integer>> HIDDEN = Key.of(
            "hidden",
            Type.list(Type.integer(1, 4096), 1, 8),
            DEFAULT.hidden(),
            "widths of the hidden layers of an mlp");
    static final Key<Integer> MEMBERS = Key.of(
            "members",
            Type.integer(1, 50),
            DEFAULT.members(),
            "networks of an mlp that start from different weights and whose outputs are averaged");
    static final Key<Integer> EPOCHS =
            Key.of("epochs", Type.integer(1, 10_000), DEFAULT.epochs(), "passes over the training rows");
    static final Key<Integer> BATCH_SIZE =
            Key.of("batch-size", Type.integer(1, 65_536), DEFAULT.batchSize(), "training rows per step");
    static final Key<Double> LEARNING_RATE =
            Key.of("learning-rate", Type.number(1e-6, 10), DEFAULT.learningRate(), "length of a step");
    static final Key<Double> WEIGHT_DECAY = Key.of(
            "weight-decay", Type.number(0, 10), DEFAULT.weightDecay(), "how strongly weights are drawn towards zero");
    static final Key<Double> HELD_OUT = Key.of(
            "held-out",
            Type.number(0, 0.5),
            DEFAULT.heldOut(),
            "share of the rows, the last in time, that a first training leaves out to measure the model on; the model"
                    + " that is published learns from all rows");
    static final Key<Integer> PATIENCE = Key.of(
            "patience",
            Type.integer(0, 10_000),
            DEFAULT.patience(),
            "epochs without improvement on the held-out rows after which training stops; 0 never stops early");
    static final Key<Long> SEED = Key.of(
            "seed", Type.wholeNumber(0, Integer.MAX_VALUE), DEFAULT.seed(), "seed of initialisation and shuffling");

    static final Key<Section> ONLINE =
            Key.optional("online", Type.section(OnlineKeys.SHAPE), "how a model goes on learning from labels");

    static final Key<Integer> PUBLISH_LABELS = Key.of(
            "labels",
            Type.integer(1, 1_000_000_000),
            DEFAULT.live().publishLabels(),
            "labels that were learned from after which a version is published");
    static final Key<Duration> PUBLISH_TIME = Key.of(
            "time",
            Type.duration(Duration.ofMillis(100), Duration.ofDays(30)),
            DEFAULT.live().publishTime(),
            "time after which a version is published if there were labels since the one before");
    static final Key<Section> PUBLISH_EVERY = Key.optional(
            "publish-every",
            Type.section(Shape.of(PUBLISH_LABELS, PUBLISH_TIME)),
            "when the learn job publishes what it has learned");

    static final Shape SHAPE = Shape.of(
            LEARNER,
            HIDDEN,
            MEMBERS,
            EPOCHS,
            BATCH_SIZE,
            LEARNING_RATE,
            WEIGHT_DECAY,
            HELD_OUT,
            PATIENCE,
            SEED,
            ONLINE,
            PUBLISH_EVERY);

    private LearningKeys() {}

    static LearningConfig bind(Section section) {
        LearningConfig learning = new LearningConfig(
                section.get(LEARNER),
                section.get(HIDDEN),
                section.get(MEMBERS),
                section.get(EPOCHS),
                section.get(BATCH_SIZE),
                section.get(LEARNING_RATE),
                section.get(WEIGHT_DECAY),
                section.get(HELD_OUT),
                section.get(PATIENCE),
                section.get(SEED),
                OnlineKeys.bind(section.get(ONLINE)),
                live(section.get(ONLINE), section.get(PUBLISH_EVERY)));
        layersAndMembersAreOfAnMlp(section, learning);
        patienceNeedsHeldOutRows(section, learning);
        return learning;
    }

    private static LiveConfig live(Section online, Section publish) {
        return new LiveConfig(
                online.get(OnlineKeys.ENABLED),
                online.get(OnlineKeys.MAX_WAIT),
                publish.get(PUBLISH_LABELS),
                publish.get(PUBLISH_TIME));
    }

    private static void layersAndMembersAreOfAnMlp(Section section, LearningConfig learning) {
        if (!section.sound(LEARNER) || learning.learner() == LearningConfig.Learner.MLP) {
            return;
        }
        for (Key<?> key : List.of(HIDDEN, MEMBERS)) {
            if (section.has(key)) {
                section.refuse(key, "is only for learning.learner mlp; remove it");
            }
        }
    }

    private static void patienceNeedsHeldOutRows(Section section, LearningConfig learning) {
        if (section.sound(HELD_OUT, PATIENCE) && learning.patience() > 0 && learning.heldOut() == 0) {
            section.refuse(PATIENCE, "needs held-out rows: give learning.held-out a share above 0");
        }
    }
}
