package io.millrace.config;

import java.io.Serializable;
import java.util.Map;

/**
 * Where the topics are and what is promised about what is written to them.
 *
 * @param bootstrap {@code host:port,…} of a cluster, or {@value #EMBEDDED} for a broker started beside the job
 * @param properties client properties from the allow-list; values may be secrets and are never printed
 * @param partitions partitions of a topic that Millrace creates
 */
public record KafkaConfig(String bootstrap, Delivery delivery, Map<String, String> properties, int partitions)
        implements Serializable {

    /** The bootstrap value that asks for an embedded broker. */
    public static final String EMBEDDED = "embedded";

    /** What a reader of the output topics can rely on. */
    public enum Delivery {
        /** Visible in milliseconds; after a failure a prediction may appear twice, with the same prediction id. */
        AT_LEAST_ONCE,
        /** Visible at checkpoints to readers with {@code isolation.level=read_committed}; never twice. */
        EXACTLY_ONCE
    }

    public KafkaConfig {
        properties = Map.copyOf(properties);
    }

    public boolean embedded() {
        return bootstrap.equals(EMBEDDED);
    }

    @Override
    public String toString() {
        return "KafkaConfig[bootstrap=" + bootstrap + ", delivery=" + delivery + ", properties=" + properties.keySet()
                + ", partitions=" + partitions + "]";
    }
}
