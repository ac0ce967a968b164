package io.millrace.operators.promote;

import io.millrace.config.ModelConfig.Task;
import io.millrace.config.PipelineConfig;
import io.millrace.config.PromotionConfig;
import io.millrace.config.PromotionConfig.Gate;
import io.millrace.models.promote.Loss;
import io.millrace.models.registry.ModelRegistry;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * What is decided about, and where.
 *
 * @param registry absolute path of the registry's folder
 */
public record Office(PipelineConfig pipeline, String registry, News news) implements Serializable {

    ModelRegistry open() {
        return new ModelRegistry(Path.of(registry));
    }

    String model() {
        return pipeline.model().name();
    }

    /** By what versions are judged; of no account where nothing is asked of them. */
    Loss loss() {
        Task task = pipeline.model().task();
        boolean unasked = pipeline.promotion().gate() == Gate.NONE && task == Task.VECTOR;
        return unasked ? Loss.ABSOLUTE_ERROR : Loss.of(task);
    }

    /** Whether nothing is asked of a version but that it was published. */
    boolean open(PromotionConfig promotion) {
        return promotion.gate() == Gate.NONE && promotion.steps().isEmpty() && promotion.automatic();
    }
}
