/**
 * Aggregates of a stream over event time: what a view's columns are of one entity at one moment, from tiles that are added
 * to and never taken from.
 */
@NullMarked
package io.millrace.models.aggregate;

import org.jspecify.annotations.NullMarked;
