package io.millrace.models.registry;

import io.millrace.models.registry.Manifest.Content;
import org.jspecify.annotations.Nullable;

/**
 * A version before it has a number.
 *
 * @param parent the version that it was derived from, or null
 * @param weights content of the weights file
 * @param golden content of the file of golden rows; see {@link GoldenRows}
 */
public record Draft(String model, @Nullable Integer parent, Content content, byte[] weights, byte[] golden) {}
