package io.millrace.jobs.launch;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.Topics;
import io.millrace.jobs.learn.LearnJob;
import io.millrace.models.feature.Schema;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.operators.learn.Course;
import org.jspecify.annotations.Nullable;

/** The job that learns, as it will be started. */
final class LearnPlan {
    private LearnPlan() {}

    /** Begins to learn once, because the job would try again and again if the model cannot go on learning. */
    static JobPlan of(PipelineConfig pipeline, Home home, Console console) throws ModelLoadException {
        if (LearnJob.learns(pipeline)) {
            new Course(pipeline, home.registry().toString()).check();
        }
        return new JobPlan(
                LearnJob.NAME,
                home.checkpoints(pipeline.pipeline(), LearnJob.NAME + "-" + definition(pipeline)),
                pipeline.topics().scored(),
                LearnJob.group(pipeline),
                (cluster, start, settings) -> LearnJob.graph(
                        pipeline,
                        new LearnJob.Inputs(cluster, start, home.registry(), drift(pipeline, cluster, console)),
                        settings));
    }

    /** The topic of what has drifted, if it is there. */
    private static @Nullable String drift(PipelineConfig pipeline, Cluster cluster, Console console) {
        String topic = pipeline.topics().drift();
        if (!LearnJob.hearsOfDrift(pipeline)) {
            return null;
        }
        boolean there = Topics.exists(cluster, topic);
        console.say(
                there
                        ? "Trainings are asked for when something drifts: topic=" + topic
                        : "No training is asked for when something drifts, as there is no topic " + topic);
        return there ? topic : null;
    }

    /** What the job's state belongs to: it begins anew when labels are matched, or the columns of a row declared, otherwise. */
    private static String definition(PipelineConfig pipeline) {
        String text = LearnJob.labels(pipeline).match() + "\n" + Schema.ofRow(pipeline);
        return String.format("%08x", text.hashCode());
    }
}
