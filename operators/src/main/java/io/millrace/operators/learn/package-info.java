/** The learn stage: a learner learns from feedback and publishes versions of what it has learned. */
@NullMarked
package io.millrace.operators.learn;

import org.jspecify.annotations.NullMarked;
