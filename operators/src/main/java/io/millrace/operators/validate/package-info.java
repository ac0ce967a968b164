/** From bytes to events: decoding, limits, event time; whatever is wrong becomes a rejection. */
@NullMarked
package io.millrace.operators.validate;

import org.jspecify.annotations.NullMarked;
