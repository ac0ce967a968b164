package io.millrace.config;

import java.io.Serializable;

/**
 * What the output records hold.
 *
 * @param includeFeatures whether each prediction repeats the feature values it was made from
 * @param scored whether what the model saw is written to the {@code scored} topic
 */
public record PredictionsConfig(boolean includeFeatures, boolean scored) implements Serializable {}
