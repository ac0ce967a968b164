/** How good predictions are, measured in one pass. */
@NullMarked
package io.millrace.models.evaluate;

import org.jspecify.annotations.NullMarked;
