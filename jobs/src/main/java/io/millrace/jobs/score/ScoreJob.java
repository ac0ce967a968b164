package io.millrace.jobs.score;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.kafka.AnnouncementTopic;
import io.millrace.jobs.kafka.ChangeTopics;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.EventSource;
import io.millrace.jobs.kafka.FeatureTopic;
import io.millrace.jobs.kafka.ScoringSinks;
import io.millrace.jobs.kafka.SinkSettings;
import io.millrace.models.infer.ModelSource;
import io.millrace.operators.infer.ArrowScoredWriter;
import io.millrace.operators.infer.InferSettings;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** The scoring job of a pipeline, connected to its topics. */
public final class ScoreJob {
    /** Name of the job. */
    public static final String NAME = "score";

    private ScoreJob() {}

    /**
     * Where the job reads and what it scores with.
     *
     * @param start where events are read from if the job goes on from nothing
     */
    public record Inputs(Cluster cluster, EventSource.Start start, ModelSource model) {}

    /** The consumer group of the job, whose committed offsets say how far it is. */
    public static String group(PipelineConfig pipeline) {
        return EventSource.group(pipeline, NAME);
    }

    /** The graph of the job, ready to be submitted. */
    public static StreamGraph graph(PipelineConfig pipeline, Inputs inputs, Configuration settings) {
        Cluster cluster = inputs.cluster();
        String group = group(pipeline);
        ScoreTopology.Ports ports = new ScoreTopology.Ports(
                EventSource.of(cluster, pipeline.events(), group, inputs.start()),
                (view, source) -> new FeatureTopic(cluster, source.topic(), group + "." + view.view()),
                new ChangeTopics(cluster),
                new AnnouncementTopic(cluster, pipeline.topics().models()),
                new ScoringSinks(
                        new SinkSettings(cluster, pipeline.kafka().delivery(), pipeline.pipeline()),
                        pipeline.topics()));
        InferSettings infer = new InferSettings(
                pipeline.model(),
                inputs.model(),
                pipeline.batching(),
                pipeline.device(),
                pipeline.predictions().scored() ? ArrowScoredWriter.of(pipeline) : null);
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment(settings);
        ScoreTopology.draw(flink, pipeline, infer, ports);
        StreamGraph graph = flink.getStreamGraph();
        graph.setJobName(pipeline.pipeline() + "." + NAME);
        return graph;
    }
}
