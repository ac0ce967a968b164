package io.millrace.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * How the learn job goes on learning while labels come in, and when it publishes what it has learned.
 *
 * @param enabled whether it learns
 * @param maxWait how far apart in event time the labels may lie that are learned from together
 * @param publishLabels labels after which a version is published
 * @param publishTime time after which a version is published if there were labels since the one before
 */
public record LiveConfig(boolean enabled, Duration maxWait, int publishLabels, Duration publishTime)
        implements Serializable {

    /** What a pipeline file that says nothing about it asks for. */
    public static final LiveConfig DEFAULT = new LiveConfig(true, Duration.ofMillis(200), 1000, Duration.ofSeconds(60));
}
