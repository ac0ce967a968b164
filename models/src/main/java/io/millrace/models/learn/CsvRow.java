package io.millrace.models.learn;

/**
 * One row of a file. The array of cells is handed over, not copied.
 *
 * @param line of the file on which it starts, from 1 on
 * @param timeMillis event time in epoch milliseconds
 */
public record CsvRow(long line, long timeMillis, String[] cells) {}
