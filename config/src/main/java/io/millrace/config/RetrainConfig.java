package io.millrace.config;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a model is to be trained anew.
 *
 * @param onDrift whether a drift that was found is a reason
 * @param qualityBelow accuracy, or R² of a regression, that is too low; null for none
 * @param minLabels mature labels below which quality says nothing
 * @param moreLabels growth of the labels since the last training that is a reason, as a share
 * @param olderThan age of the champion's training that is a reason
 * @param coolDown least time between two retrainings
 * @param perDay most retrainings within 24 hours
 */
public record RetrainConfig(
        boolean onDrift,
        @Nullable Double qualityBelow,
        int minLabels,
        double moreLabels,
        Duration olderThan,
        Duration coolDown,
        int perDay)
        implements Serializable {

    /** What a pipeline file that says nothing about retraining asks for. */
    public static final RetrainConfig DEFAULT =
            new RetrainConfig(true, null, 500, 0.5, Duration.ofDays(30), Duration.ofHours(6), 4);
}
