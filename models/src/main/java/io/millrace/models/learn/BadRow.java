package io.millrace.models.learn;

/**
 * A row of a file that cannot be used.
 *
 * @param line of the file on which it starts, from 1 on
 * @param reason with the column and what is wrong with its value
 */
public record BadRow(long line, String reason) {}
