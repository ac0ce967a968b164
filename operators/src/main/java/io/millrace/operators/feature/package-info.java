/** The feature stage: events become the values of a view, of each entity and each slide. */
@NullMarked
package io.millrace.operators.feature;

import org.jspecify.annotations.NullMarked;
