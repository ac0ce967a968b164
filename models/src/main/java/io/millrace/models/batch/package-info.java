/** Gathers rows into batches: how many, when, and who runs them. */
@NullMarked
package io.millrace.models.batch;

import org.jspecify.annotations.NullMarked;
