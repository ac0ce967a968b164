package io.millrace.jobs.launch;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.ModelNews;
import io.millrace.jobs.score.ScoreJob;
import io.millrace.models.feature.Schema;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ModelSource;
import io.millrace.models.pytorch.Devices;
import io.millrace.models.registry.Aliases;
import io.millrace.models.registry.RegistrySource;
import io.millrace.operators.record.ModelAnnouncement;
import java.io.IOException;
import java.util.List;

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

    /**
     * Tells the job which version serves by now. One that goes on from a checkpoint goes on with the version that served
     * then, until it hears of another.
     */
    void tell(Cluster cluster) throws ModelLoadException {
        if (pipeline.model().serve().equals(Aliases.CHAMPION)) {
            ModelAnnouncement serving = ModelAnnouncement.of(pipeline.model().name(), model.resolve());
            ModelNews.tell(cluster, pipeline.topics().models(), serving, List.of());
        }
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
