package io.millrace.jobs.launch;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.learn.LearnJob;
import io.millrace.models.feature.Schema;

/** The job that learns, as it will be started. */
final class LearnPlan {
    private LearnPlan() {}

    static JobPlan of(PipelineConfig pipeline, Home home) {
        return new JobPlan(
                LearnJob.NAME,
                home.checkpoints(pipeline.pipeline(), LearnJob.NAME + "-" + definition(pipeline)),
                pipeline.topics().scored(),
                LearnJob.group(pipeline),
                (cluster, start, settings) ->
                        LearnJob.graph(pipeline, new LearnJob.Inputs(cluster, start, home.registry()), settings));
    }

    /** What the job's state belongs to: it begins anew when labels are matched, or the columns of a row declared, otherwise. */
    private static String definition(PipelineConfig pipeline) {
        String text = LearnJob.labels(pipeline).match() + "\n" + Schema.ofRow(pipeline);
        return String.format("%08x", text.hashCode());
    }
}
