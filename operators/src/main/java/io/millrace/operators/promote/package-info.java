/** The promote stage: versions of a learner are tried beside the champion and take its place by evidence. */
@NullMarked
package io.millrace.operators.promote;

import org.jspecify.annotations.NullMarked;
