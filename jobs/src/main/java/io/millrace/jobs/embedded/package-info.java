/** What a single machine needs to run everything: a broker and a Flink in this process, and the folder they live in. */
@NullMarked
package io.millrace.jobs.embedded;

import org.jspecify.annotations.NullMarked;
