/**
 * For a user's own pipeline: how much a slot carries, predicted from what the steps of the job cost one by one, and
 * which settings are good, found by trying them.
 */
@NullMarked
package io.millrace.benchmarks.plan;

import org.jspecify.annotations.NullMarked;
