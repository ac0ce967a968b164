/** The only clock, and how event times are read. */
@NullMarked
package io.millrace.models.time;

import org.jspecify.annotations.NullMarked;
