package io.millrace.operators.promote;

import io.millrace.config.PipelineConfig;
import io.millrace.config.PromotionConfig;
import io.millrace.config.PromotionConfig.Gate;
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

    /** Whether nothing is asked of a version but that it was published. */
    boolean open(PromotionConfig promotion) {
        return promotion.gate() == Gate.NONE && promotion.steps().isEmpty() && promotion.automatic();
    }
}
