/** Latency of an open load: counted from the time at which an event was due, whenever it was really sent. */
@NullMarked
package io.millrace.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
