/** The command line. */
@NullMarked
package io.millrace.jobs.launch;

import org.jspecify.annotations.NullMarked;
