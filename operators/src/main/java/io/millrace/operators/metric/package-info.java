/** Every metric name, once. */
@NullMarked
package io.millrace.operators.metric;

import org.jspecify.annotations.NullMarked;
