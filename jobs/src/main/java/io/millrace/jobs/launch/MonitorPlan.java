package io.millrace.jobs.launch;

import io.millrace.config.FeatureConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.config.ViewConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.monitor.MonitorJob;
import java.util.StringJoiner;

/** The job that watches a pipeline, as it will be started. */
final class MonitorPlan {
    private MonitorPlan() {}

    static JobPlan of(PipelineConfig pipeline, Home home) {
        return new JobPlan(
                MonitorJob.NAME,
                home.checkpoints(pipeline.pipeline(), MonitorJob.NAME + "-" + definition(pipeline)),
                pipeline.topics().scored(),
                MonitorJob.group(pipeline),
                (cluster, start, settings) -> MonitorJob.graph(pipeline, cluster, start, settings));
    }

    /** What the job's state belongs to: it begins anew when a view, or what the pipeline uses of it, is declared otherwise. */
    private static String definition(PipelineConfig pipeline) {
        StringJoiner text = new StringJoiner("\n");
        text.add(Double.toString(pipeline.consistency().sample()));
        for (FeatureConfig feature : pipeline.checkedFeatures()) {
            text.add(feature.view().view()).add(feature.view().definition());
            text.add(feature.view().maxAge().toString()).add(feature.key());
            feature.use().stream().map(ViewConfig.Column::name).forEach(text::add);
        }
        return String.format("%08x", text.toString().hashCode());
    }
}
