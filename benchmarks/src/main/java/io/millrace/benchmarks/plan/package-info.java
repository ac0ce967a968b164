/** How much a slot carries, predicted from what the steps of the job cost one by one. */
@NullMarked
package io.millrace.benchmarks.plan;

import org.jspecify.annotations.NullMarked;
