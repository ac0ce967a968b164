package io.millrace.jobs.monitor;

import io.millrace.config.KafkaConfig.Delivery;
import io.millrace.config.PipelineConfig;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.EventSource;
import io.millrace.jobs.kafka.ServedSource;
import io.millrace.jobs.kafka.SinkSettings;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * The job that watches a pipeline, connected to its topics.
 *
 * <p>It writes at least once: a tally that is written again says the same or more, and the last one of a minute counts.
 */
public final class MonitorJob {
    /** Name of the job. */
    public static final String NAME = "monitor";

    private MonitorJob() {}

    /** The consumer group of the job, whose committed offsets say how far it has read the scored rows. */
    public static String group(PipelineConfig pipeline) {
        return EventSource.group(pipeline, NAME);
    }

    /**
     * The graph of the job, ready to be submitted.
     *
     * @param start where scored rows are read from if the job goes on from nothing; events are read from their first one
     */
    public static StreamGraph graph(
            PipelineConfig pipeline, Cluster cluster, EventSource.Start start, Configuration settings) {
        String name = pipeline.pipeline() + "." + NAME;
        String group = group(pipeline);
        SinkSettings sinks = new SinkSettings(cluster, Delivery.AT_LEAST_ONCE, name);
        MonitorTopology.Ports ports = new MonitorTopology.Ports(
                ServedSource.of(cluster, pipeline, group, start),
                view -> EventSource.of(
                        cluster, view.stream().events(), group + "." + view.view(), EventSource.Start.EARLIEST),
                sinks.sink("quality", pipeline.topics().quality()),
                sinks.sink("alerts", pipeline.topics().alerts()));
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment(settings);
        MonitorTopology.draw(flink, pipeline, ports);
        StreamGraph graph = flink.getStreamGraph();
        graph.setJobName(name);
        return graph;
    }
}
