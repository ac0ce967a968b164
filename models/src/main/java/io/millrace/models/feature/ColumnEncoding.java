package io.millrace.models.feature;

/** An encoding and the column, by name, whose values it encodes. */
public record ColumnEncoding(String column, Encoding encoding) {}
