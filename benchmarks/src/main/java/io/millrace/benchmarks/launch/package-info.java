/** The command {@code millrace bench}, and the processes that it starts. */
@NullMarked
package io.millrace.benchmarks.launch;

import org.jspecify.annotations.NullMarked;
