/** When the events of a load are due, fixed before it starts, so that latency can be measured from the intended time. */
@NullMarked
package io.millrace.jobs.load;

import org.jspecify.annotations.NullMarked;
