package io.millrace.config;

import java.io.Serializable;

/**
 * What the output records hold.
 *
 * @param format how predictions are laid out
 * @param includeFeatures whether each prediction repeats the feature values it was made from
 * @param scored whether what the model saw is written to the {@code scored} topic
 */
public record PredictionsConfig(Format format, boolean includeFeatures, boolean scored) implements Serializable {

    /** How predictions are laid out; see docs/messages.md. */
    public enum Format {
        /** One record for each. */
        JSON,
        /** Many in one record. */
        ARROW
    }
}
