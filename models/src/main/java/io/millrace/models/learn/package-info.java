/** Learns a model from rows. */
@NullMarked
package io.millrace.models.learn;

import org.jspecify.annotations.NullMarked;
