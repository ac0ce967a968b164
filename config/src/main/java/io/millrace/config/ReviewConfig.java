package io.millrace.config;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Which predictions a person should look at.
 *
 * @param belowConfidence predictions less confident than this are sent to review; null for none
 * @param auditRate share of all predictions sent to review, chosen by a hash of the prediction id
 */
public record ReviewConfig(@Nullable Double belowConfidence, double auditRate) implements Serializable {}
