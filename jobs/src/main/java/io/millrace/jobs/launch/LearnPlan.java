package io.millrace.jobs.launch;

import io.millrace.config.LabelsConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.learn.LearnJob;

/** The job that learns, as it will be started. */
final class LearnPlan {
    private LearnPlan() {}

    static JobPlan of(PipelineConfig pipeline, Home home) {
        LabelsConfig labels = LearnJob.labels(pipeline);
        return new JobPlan(
                LearnJob.NAME,
                home.checkpoints(pipeline.pipeline(), LearnJob.NAME + "-" + definition(labels)),
                pipeline.topics().scored(),
                LearnJob.group(pipeline),
                (cluster, start, settings) -> LearnJob.graph(pipeline, cluster, start, settings));
    }

    /** What the job's state belongs to: it begins anew when labels are matched otherwise. */
    private static String definition(LabelsConfig labels) {
        return String.format("%08x", labels.match().toString().hashCode());
    }
}
