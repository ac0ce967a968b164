/** Scores events in batches: the operator over the plain classes of models.batch. */
@NullMarked
package io.millrace.operators.infer;

import org.jspecify.annotations.NullMarked;
