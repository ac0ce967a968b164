/** What holds for the whole code base. */
@NullMarked
package io.millrace.jobs;

import org.jspecify.annotations.NullMarked;
