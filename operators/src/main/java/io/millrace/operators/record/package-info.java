/** What travels between the stages, and how it is written to state and over the network. */
@NullMarked
package io.millrace.operators.record;

import org.jspecify.annotations.NullMarked;
