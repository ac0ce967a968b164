package io.millrace.jobs.feature;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.config.KafkaConfig.Delivery;
import io.millrace.config.ViewConfig;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.EventSource;
import io.millrace.jobs.kafka.SinkSettings;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

    private static final int DIGITS = 8;

    private FeatureJob() {}

    /** The name of a view's job. */
    public static String name(ViewConfig view) {
        return view.view() + "." + NAME;
    }

    /**
     * What the job's state belongs to: the view's version and a hash of how its columns are computed. A view that is
     * declared otherwise is computed anew, from the first event.
     */
    public static String definition(ViewConfig view) {
        StringBuilder text = new StringBuilder(view.stream().toString());
        for (ViewConfig.Column column : view.columns()) {
            text.append('\n')
                    .append(String.join(
                            " ",
                            column.name(),
                            column.type().name(),
                            String.valueOf(column.min()),
                            String.valueOf(column.max()),
                            String.valueOf(column.aggregate()),
                            String.valueOf(column.ratio())));
        }
        return "v" + view.version() + "-" + sha256(text.toString()).substring(0, DIGITS);
    }

    /** The consumer group of the job, whose committed offsets say how far it is. */
    public static String group(ViewConfig view) {
        return name(view) + "." + definition(view);
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

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
