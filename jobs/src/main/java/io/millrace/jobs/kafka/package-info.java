/** Kafka in and out: topics, sources, sinks, and reading a topic to its end. */
@NullMarked
package io.millrace.jobs.kafka;

import org.jspecify.annotations.NullMarked;
