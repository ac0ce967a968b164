/** The feedback stage: labels find the rows that were scored, and what became known of each row leaves. */
@NullMarked
package io.millrace.operators.feedback;

import org.jspecify.annotations.NullMarked;
