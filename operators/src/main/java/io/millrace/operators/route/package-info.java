/** Sends predictions, reviews and rejections to their outputs. */
@NullMarked
package io.millrace.operators.route;

import org.jspecify.annotations.NullMarked;
