/** What a pipeline file says: one record per stage, checked when it is read. */
@NullMarked
package io.millrace.config;

import org.jspecify.annotations.NullMarked;
