package io.millrace.models.learn;

import io.millrace.models.feature.Values;

/**
 * An event of the past whose outcome is known.
 *
 * @param event the fields, by index of the event's schema
 * @param label the outcome as the file has it
 */
record LabeledRow(CsvRow source, Values event, String label) {}
