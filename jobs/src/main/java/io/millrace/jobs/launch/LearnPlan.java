package io.millrace.jobs.launch;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.learn.LearnJob;
import io.millrace.models.feature.Schema;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.operators.learn.Course;

/** The job that learns, as it will be started. */
final class LearnPlan {
    private LearnPlan() {}

    /** Begins to learn once, because the job would try again and again if the model cannot go on learning. */
    static JobPlan of(PipelineConfig pipeline, Home home) throws ModelLoadException {
        if (LearnJob.learns(pipeline)) {
            new Course(pipeline, home.registry().toString()).check();
        }
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
