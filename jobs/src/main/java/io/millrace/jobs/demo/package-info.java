/** The demonstration: a made-up housing market, its stream, and a live view of what the score job makes of it. */
@NullMarked
package io.millrace.jobs.demo;

import org.jspecify.annotations.NullMarked;
