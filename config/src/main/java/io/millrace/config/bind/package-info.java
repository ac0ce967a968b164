/** Reads files into records: the YAML reader, the problems it finds, and the only access to the environment. */
@NullMarked
package io.millrace.config.bind;

import org.jspecify.annotations.NullMarked;
