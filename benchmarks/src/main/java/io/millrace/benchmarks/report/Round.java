package io.millrace.benchmarks.report;

/**
 * One round of one cell. Rounds of different cells with the same number ran one after the other and are compared with
 * each other.
 *
 * @param number number of the round, from 1
 */
public record Round(Cell cell, int number, Sample sample, Verdict verdict) {
    public Round {
        if (number < 1) {
            throw new IllegalArgumentException("round has no number: number=" + number + ", at least 1");
        }
    }
}
