package io.millrace.operators.infer;

import io.millrace.operators.record.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * A prediction, and what the other version said about its event.
 *
 * @param shadow outputs of the version that did not serve, or null
 */
public record Shadowed(Prediction prediction, float @Nullable [] shadow) {}
