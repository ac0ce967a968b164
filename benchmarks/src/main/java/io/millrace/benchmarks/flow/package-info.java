/** Drain tests: workloads, the rigs that carry them, and how a round is run and measured. */
@NullMarked
package io.millrace.benchmarks.flow;

import org.jspecify.annotations.NullMarked;
