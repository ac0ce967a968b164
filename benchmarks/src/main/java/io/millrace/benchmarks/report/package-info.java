/** What a benchmark run measured, how ratios follow from it, and how it is written down for programs and for people. */
@NullMarked
package io.millrace.benchmarks.report;

import org.jspecify.annotations.NullMarked;
