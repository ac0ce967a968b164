/** The only clock. */
@NullMarked
package io.millrace.models.time;

import org.jspecify.annotations.NullMarked;
