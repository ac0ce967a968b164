/** What it means to score: a model ready to run, its outcomes, and the share of it that each subtask holds. */
@NullMarked
package io.millrace.models.infer;

import org.jspecify.annotations.NullMarked;
