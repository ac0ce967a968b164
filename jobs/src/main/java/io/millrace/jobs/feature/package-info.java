/** The feature job: a stream's events in, the values of a view out. */
@NullMarked
package io.millrace.jobs.feature;

import org.jspecify.annotations.NullMarked;
