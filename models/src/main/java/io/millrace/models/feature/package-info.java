/** From the columns of an event to the elements of a tensor: schema, rows and encodings. */
@NullMarked
package io.millrace.models.feature;

import org.jspecify.annotations.NullMarked;
