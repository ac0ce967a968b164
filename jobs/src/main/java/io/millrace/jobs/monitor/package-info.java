/** The monitor job: what was served in, how well it agrees with the streams out. */
@NullMarked
package io.millrace.jobs.monitor;

import org.jspecify.annotations.NullMarked;
