/** The scoring job: events in, predictions and dead letters out. */
@NullMarked
package io.millrace.jobs.score;

import org.jspecify.annotations.NullMarked;
