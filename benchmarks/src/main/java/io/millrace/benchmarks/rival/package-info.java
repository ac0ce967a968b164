/** What users would otherwise build, each in its best configuration. */
@NullMarked
package io.millrace.benchmarks.rival;

import org.jspecify.annotations.NullMarked;
