package io.millrace.jobs.feature;

import io.millrace.config.KafkaConfig.Delivery;
import io.millrace.config.ViewConfig;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.EventSource;
import io.millrace.jobs.kafka.SinkSettings;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * The job that computes a view from its stream, connected to its topics. A view belongs to no pipeline: whoever uses it
 * first runs its job.
 *
 * <p>It writes at least once: what is written again after a failure is the same value of the same time, and the topic keeps
 * the last value of a key.
 */
public final class FeatureJob {
    /** Name of the kind of job. */
    public static final String NAME = "feature";

    private FeatureJob() {}

    /** The name of a view's job. */
    public static String name(ViewConfig view) {
        return view.view() + "." + NAME;
    }

    /** The consumer group of the job, whose committed offsets say how far it is. */
    public static String group(ViewConfig view) {
        return name(view) + "." + view.definition();
    }

    /** The graph of the job, ready to be submitted. */
    public static StreamGraph graph(ViewConfig view, Cluster cluster, EventSource.Start start, Configuration settings) {
        ViewConfig.Stream stream = view.stream();
        SinkSettings sinks = new SinkSettings(cluster, Delivery.AT_LEAST_ONCE, name(view));
        FeatureTopology.Ports ports = new FeatureTopology.Ports(
                EventSource.of(cluster, stream.events(), group(view), start),
                sinks.sink("values", stream.topic()),
                sinks.sink("dead-letters", stream.deadLetters()));
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment(settings);
        FeatureTopology.draw(flink, view, ports);
        StreamGraph graph = flink.getStreamGraph();
        graph.setJobName(name(view));
        return graph;
    }
}
