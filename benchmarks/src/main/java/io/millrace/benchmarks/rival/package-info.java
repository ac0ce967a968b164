/** What users would otherwise build. */
@NullMarked
package io.millrace.benchmarks.rival;

import org.jspecify.annotations.NullMarked;
