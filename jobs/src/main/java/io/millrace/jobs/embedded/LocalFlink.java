package io.millrace.jobs.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** A Flink cluster inside this process: one job manager and one task manager, reachable from this machine only. */
public final class LocalFlink implements AutoCloseable {
    private final MiniCluster cluster;
    private final JobCounters counters;

    /**
     * How the cluster is set up.
     *
     * @param slots most subtasks of one operator
     * @param webPort port of Flink's web interface, or 0 for any free one
     * @param prometheusPort port of the metrics for Prometheus, or 0 for none
     */
    public record Settings(int slots, int webPort, int prometheusPort) {}

    private LocalFlink(MiniCluster cluster, JobCounters counters) {
        this.cluster = cluster;
        this.counters = counters;
    }

    /** Starts the cluster. */
    public static LocalFlink start(Settings settings) throws Exception {
        JobCounters counters = new JobCounters();
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration(settings, counters))
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(settings.slots())
                .setRpcServiceSharing(RpcServiceSharing.SHARED)
                .build());
        cluster.start();
        return new LocalFlink(cluster, counters);
    }

    /** Starts a job. Its savepoints go to {@code savepoints}. */
    public LocalJob submit(StreamGraph graph, Path savepoints) throws Exception {
        cluster.submitJob(graph).get();
        return new LocalJob(cluster, graph.getJobID(), savepoints, counters);
    }

    /** What the jobs have counted. */
    public JobCounters counters() {
        return counters;
    }

    /** Where Flink's web interface is. */
    public String webAddress() throws Exception {
        return cluster.getRestAddress().get().toString();
    }

    @Override
    public void close() throws IOException {
        try {
            cluster.closeAsync().get();
        } catch (ExecutionException e) {
            throw new IOException("Flink did not end cleanly: cause=" + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            counters.close();
        }
    }

    private static Configuration configuration(Settings settings, JobCounters counters) {
        Configuration configuration = new Configuration();
        configuration.set(JobManagerOptions.ADDRESS, BrokerSettings.HOST);
        configuration.set(JobManagerOptions.BIND_HOST, BrokerSettings.HOST);
        configuration.set(RestOptions.ADDRESS, BrokerSettings.HOST);
        configuration.set(RestOptions.BIND_ADDRESS, BrokerSettings.HOST);
        configuration.set(RestOptions.BIND_PORT, Integer.toString(settings.webPort()));
        configuration.set(WebOptions.SUBMIT_ENABLE, false);
        configuration.set(WebOptions.CANCEL_ENABLE, false);
        // One process: a heartbeat can only be late because the machine is busy.
        configuration.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofMinutes(5));
        String reporters = counters.configure(configuration);
        if (settings.prometheusPort() != 0) {
            reporters += ",prometheus";
            configuration.setString(
                    "metrics.reporter.prometheus.factory.class",
                    "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
            configuration.setString("metrics.reporter.prometheus.port", Integer.toString(settings.prometheusPort()));
        }
        configuration.set(MetricOptions.REPORTERS_LIST, reporters);
        return configuration;
    }
}
