package io.millrace.operators.infer;

import io.millrace.config.BatchingConfig;
import io.millrace.config.DeviceConfig;
import io.millrace.config.ModelConfig;
import io.millrace.models.infer.ModelSource;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What the infer stage works with.
 *
 * @param source where the versions of the model come from
 * @param scored writes down what the model saw; null for a pipeline that keeps no such record
 */
public record InferSettings(
        ModelConfig model,
        ModelSource source,
        BatchingConfig batching,
        DeviceConfig device,
        ScoredWriter.@Nullable Opener scored)
        implements Serializable {

    /** Whether the pipeline names a version, so that announcements of others mean nothing to it. */
    boolean pinned() {
        return !model.serve().isEmpty() && model.serve().chars().allMatch(Character::isDigit);
    }
}
