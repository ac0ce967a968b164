package io.millrace.operators.record;

import org.jspecify.annotations.Nullable;

/** One header of a Kafka record; names may repeat. The array is shared: do not change it. */
public record Header(String name, byte @Nullable [] value) {}
