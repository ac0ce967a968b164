package io.millrace.jobs.launch;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.score.ScoreJob;
import io.millrace.models.feature.Schema;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ModelSource;
import io.millrace.models.pytorch.Devices;
import io.millrace.models.registry.RegistrySource;
import java.io.IOException;

/** The scoring job of a pipeline, with a model that was tried. */
record ScoringPlan(PipelineConfig pipeline, Home home, ModelSource model, String sentence) {

    /** Loads the model once, because the job would try again and again: a broken version may be mended meanwhile. */
    static ScoringPlan of(PipelineConfig pipeline, Home home) throws ModelLoadException, IOException {
        ModelSource model = new RegistrySource(
                home.registry().toString(),
                pipeline.model().name(),
                pipeline.model().serve(),
                Schema.ofRow(pipeline));
        int version = model.resolve().version();
        Devices.Choice device = Devices.choose(pipeline.device());
        model.load(version, device.device()).close();
        return new ScoringPlan(
                pipeline,
                home,
                model,
                "Scoring with " + pipeline.model().name() + "@" + version + " on " + device.sentence());
    }

    JobPlan job() {
        return new JobPlan(
                ScoreJob.NAME,
                home.checkpoints(pipeline.pipeline(), ScoreJob.NAME),
                pipeline.events().topic(),
                ScoreJob.group(pipeline),
                (cluster, start, settings) ->
                        ScoreJob.graph(pipeline, new ScoreJob.Inputs(cluster, start, model), settings));
    }
}
