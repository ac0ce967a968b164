/** A kit that puts an operator through everything a stream may do to it; later stages use it too. */
@NullMarked
package io.millrace.operators.verify;

import org.jspecify.annotations.NullMarked;
