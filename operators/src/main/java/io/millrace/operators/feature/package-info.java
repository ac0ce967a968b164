/**
 * The feature stage: events become the values of a view, of each entity and each slide; and what was served of them is
 * compared with a second computation.
 */
@NullMarked
package io.millrace.operators.feature;

import org.jspecify.annotations.NullMarked;
