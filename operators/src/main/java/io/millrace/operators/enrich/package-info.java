/** Adds feature values to events: stores, the cache in front of them, and the stage. */
@NullMarked
package io.millrace.operators.enrich;

import org.jspecify.annotations.NullMarked;
