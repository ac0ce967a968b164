package io.millrace.models.pytorch;

import io.millrace.models.tensor.BatchMemory;

/**
 * Encoded rows and what a model should say about each.
 *
 * @param inputs memory with one float input
 * @param targets one number per row of the memory: a standardised number, or the index of a class
 * @param from first row that belongs to these examples
 * @param rows how many do
 */
public record Examples(BatchMemory inputs, float[] targets, int from, int rows) {

    /** All rows that have a target. */
    public static Examples all(BatchMemory inputs, float[] targets) {
        return new Examples(inputs, targets, 0, targets.length);
    }

    /** The first of these examples. */
    public Examples first(int count) {
        return new Examples(inputs, targets, from, count);
    }

    /** All but the first of these examples. */
    public Examples without(int count) {
        return new Examples(inputs, targets, from + count, rows - count);
    }
}
