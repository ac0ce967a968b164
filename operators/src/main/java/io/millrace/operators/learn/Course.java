package io.millrace.operators.learn;

import io.millrace.config.LearningConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.models.feature.Schema;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.online.OnlineLearner;
import io.millrace.models.registry.ModelRegistry;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * What is learned, and where versions of it are.
 *
 * @param registry absolute path of the registry's folder
 */
public record Course(PipelineConfig pipeline, String registry) implements Serializable {

    ModelRegistry open() {
        return new ModelRegistry(Path.of(registry));
    }

    String model() {
        return pipeline.model().name();
    }

    /** The version that serves now. */
    int serving() throws ModelLoadException {
        return open().resolve(model(), pipeline.model().serve()).version();
    }

    /**
     * Begins to learn, and gives it up again.
     *
     * @throws ModelLoadException if the version that serves cannot go on learning
     */
    public void check() throws ModelLoadException {
        new Pupil(this, open().trial(model(), serving())).close();
    }

    /** What a learner's state belongs to: another learner cannot go on from it. */
    String definition() {
        LearningConfig learning = pipeline.learning();
        return String.join(
                "\n",
                "layout " + OnlineLearner.LAYOUT,
                learning.online().toString(),
                learning.hidden() + " " + learning.members(),
                pipeline.model().toString(),
                Schema.ofRow(pipeline).toString());
    }

    /** What versions say that they have learned from: the same for all versions of one learner. */
    String source(int start) {
        return pipeline.topics().feedback() + " since " + model() + "@" + start;
    }
}
