package io.millrace.jobs.kafka;

import io.millrace.config.KafkaConfig;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/**
 * A Kafka cluster and how to speak to it.
 *
 * @param bootstrap {@code host:port,…}
 * @param security the pipeline's own client properties; values may be secrets and are never printed
 */
public record Cluster(String bootstrap, Map<String, String> security) implements Serializable {
    /** How long an answer may take. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long a client may take to close: what it still waits for was given up. */
    static final Duration CLOSES_WITHIN = Duration.ofSeconds(1);

    public Cluster {
        security = Map.copyOf(security);
    }

    /** The cluster of a pipeline whose embedded broker, if it has one, listens at {@code bootstrap}. */
    public static Cluster of(KafkaConfig kafka, String bootstrap) {
        return new Cluster(bootstrap, kafka.properties());
    }

    /** What every client of the cluster is configured with. */
    Properties client() {
        Properties properties = new Properties();
        properties.putAll(security);
        properties.put("bootstrap.servers", bootstrap);
        return properties;
    }

    /**
     * Opens a client.
     *
     * @throws ClusterException if it cannot be set up: no address can be resolved, or what it is configured with is wrong
     */
    <C> C open(Supplier<C> client) {
        try {
            return client.get();
        } catch (KafkaException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new ClusterException(
                    "client of the cluster cannot be set up: bootstrap=" + bootstrap + ", cause=" + root.getMessage()
                            + "; correct kafka.bootstrap or kafka.properties",
                    e);
        }
    }

    /**
     * Waits for an answer.
     *
     * @param problem what it means if there is none, up to the values that say more
     */
    <T> T await(KafkaFuture<T> answer, String problem) {
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ClusterException(problem + "bootstrap=" + bootstrap + ", cause=" + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new ClusterException(
                    problem + "bootstrap=" + bootstrap + ", waited=" + PATIENCE.toSeconds()
                            + "s; is the broker running?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException(problem + "bootstrap=" + bootstrap + ", cause=interrupted", e);
        }
    }

    @Override
    public String toString() {
        return "Cluster[bootstrap=" + bootstrap + ", security=" + security.keySet() + "]";
    }
}
