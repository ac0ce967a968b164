package io.millrace.jobs.kafka;

import org.jspecify.annotations.Nullable;

/** A Kafka cluster that does not answer, or refuses what was asked. */
public final class ClusterException extends RuntimeException {

    public ClusterException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
