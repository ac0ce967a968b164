/** Elements between their arrival and the emission of their result, with watermarks as barriers. */
@NullMarked
package io.millrace.operators.inflight;

import org.jspecify.annotations.NullMarked;
