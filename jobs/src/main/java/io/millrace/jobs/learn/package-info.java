/** The learn job: what was scored and what was true in, what can be learned of it out. */
@NullMarked
package io.millrace.jobs.learn;

import org.jspecify.annotations.NullMarked;
