package io.millrace.models.aggregate;

import io.millrace.models.feature.Values;
import java.util.BitSet;

/**
 * The columns of a view at the end of a slide.
 *
 * @param estimated indexes of the columns that a sketch estimates, so that the same events in another order may give a
 *     value that is a little different
 * @param holds whether a window holds any event; if none does, counts and sums are 0 and everything else is missing
 */
public record Aggregated(Values values, BitSet estimated, boolean holds) {}
