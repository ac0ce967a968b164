package io.millrace.operators.record;

/**
 * What the model saw in one batch, as one Arrow IPC stream with one record batch; see docs/messages.md.
 *
 * @param rows number of rows
 */
public record ScoredBatch(int rows, byte[] arrow) {}
