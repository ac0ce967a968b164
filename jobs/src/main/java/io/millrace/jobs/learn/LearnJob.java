package io.millrace.jobs.learn;

import io.millrace.config.LabelsConfig;
import io.millrace.config.ModelConfig.Task;
import io.millrace.config.PipelineConfig;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.DriftSource;
import io.millrace.jobs.kafka.EventSource;
import io.millrace.jobs.kafka.LabelSource;
import io.millrace.jobs.kafka.ScoredSource;
import io.millrace.jobs.kafka.SinkSettings;
import io.millrace.models.registry.Aliases;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;

/** The job that learns from what was true, connected to its topics. */
public final class LearnJob {
    /** Name of the job. */
    public static final String NAME = "learn";

    private LearnJob() {}

    /** The consumer group of the job, whose committed offsets say how far it has read the labels. */
    public static String group(PipelineConfig pipeline) {
        return EventSource.group(pipeline, NAME);
    }

    /** The labels of a pipeline that has some. */
    public static LabelsConfig labels(PipelineConfig pipeline) {
        return Objects.requireNonNull(pipeline.labels(), "pipeline has no labels");
    }

    /** Whether the job learns from labels, and does not only join them. */
    public static boolean learns(PipelineConfig pipeline) {
        return pipeline.learning().live().enabled() && pipeline.model().task() != Task.VECTOR;
    }

    /** Whether the job asks for trainings when something has drifted. */
    public static boolean hearsOfDrift(PipelineConfig pipeline) {
        return learns(pipeline)
                && pipeline.model().serve().equals(Aliases.CHAMPION)
                && pipeline.retrain().onDrift();
    }

    /**
     * Where the job reads, and where the versions are.
     *
     * @param start where scored rows and labels are read from if the job goes on from nothing
     * @param registry folder of the registry, the same on every machine of the job
     * @param drift topic of what has drifted; null if there is none
     */
    public record Inputs(
            Cluster cluster,
            EventSource.Start start,
            Path registry,
            @Nullable String drift) {}

    /** The graph of the job, ready to be submitted. */
    public static StreamGraph graph(PipelineConfig pipeline, Inputs inputs, Configuration settings) {
        Cluster cluster = inputs.cluster();
        String name = pipeline.pipeline() + "." + NAME;
        SinkSettings sinks = new SinkSettings(cluster, pipeline.kafka().delivery(), name);
        String drift = inputs.drift();
        LearnTopology.Ports ports = new LearnTopology.Ports(
                ScoredSource.of(cluster, pipeline, group(pipeline), inputs.start()),
                LabelSource.of(cluster, pipeline, group(pipeline), inputs.start()),
                drift == null ? null : DriftSource.of(cluster, drift, group(pipeline), inputs.start()),
                new LearnTopology.Sinks(
                        sinks.sink("feedback", pipeline.topics().feedback()),
                        sinks.sink("quality", pipeline.topics().quality()),
                        sinks.sink("models", pipeline.topics().models()),
                        sinks.sink("dead-letters", pipeline.topics().deadLetters())));
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment(settings);
        LearnTopology.draw(flink, pipeline, ports, inputs.registry());
        StreamGraph graph = flink.getStreamGraph();
        graph.setJobName(name);
        return graph;
    }
}
