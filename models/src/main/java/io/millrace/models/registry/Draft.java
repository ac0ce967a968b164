package io.millrace.models.registry;

import org.jspecify.annotations.Nullable;

/**
 * A version before it has a number.
 *
 * @param parent the version that it was derived from, or null
 * @param golden content of the file of golden rows; see {@link GoldenRows}
 */
public record Draft(String model, @Nullable Integer parent, Trial trial, byte[] golden) {}
