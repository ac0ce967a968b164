package io.millrace.models.registry;

import java.time.Instant;

/**
 * A decision in the history of its model.
 *
 * @param number counts the decisions about the model, from 1
 * @param epoch of the model's aliases after it
 * @param hash SHA-256, in hexadecimal, of the hash before it and its own content
 * @param line as it stands in the history
 */
public record LoggedDecision(long number, Instant time, Decision decision, long epoch, String hash, String line) {}
