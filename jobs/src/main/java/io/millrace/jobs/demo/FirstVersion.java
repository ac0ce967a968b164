package io.millrace.jobs.demo;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.registry.ModelRegistry;
import java.io.IOException;

/** The version that was trained before the stream. */
record FirstVersion(PipelineConfig pipeline, Home home, int version) {

    /** The version beside the jobs. */
    FrozenModel load() throws ModelLoadException {
        return FrozenModel.load(pipeline, home, version);
    }

    /** What has become of it and of those that came after it. */
    Standing standing() throws ModelLoadException, IOException {
        return Standing.read(
                new ModelRegistry(home.registry()), pipeline.model().name(), version);
    }
}
