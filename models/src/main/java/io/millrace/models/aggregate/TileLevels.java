package io.millrace.models.aggregate;

import java.util.ArrayList;
import java.util.List;

/**
 * The widths of the tiles of a sliding window. The finest are as wide as the slide, each level is four times as wide as the
 * one below it, and at least 32 of the widest fit into the window. The window ends at a multiple of the slide and begins
 * with a tile of the widest level, so that it is longer than asked for by less than a 32nd.
 *
 * <p>At any time at most 129 of the widest tiles and four of each other level are behind the window's end, however long
 * the window and however short the slide (the tiles of Airbnb's Chronon, with widths that follow from the window).
 */
final class TileLevels {
    static final int RADIX = 4;
    static final int LEAST_PARTS = 32;

    private final long overMillis;
    private final long[] widths;

    /**
     * @param everyMillis the slide
     * @param overMillis length of the window; a multiple of the slide
     */
    TileLevels(long everyMillis, long overMillis) {
        List<Long> levels = new ArrayList<>(List.of(everyMillis));
        for (long width = RADIX * everyMillis; overMillis / width >= LEAST_PARTS; width *= RADIX) {
            levels.add(width);
        }
        this.overMillis = overMillis;
        this.widths = levels.stream().mapToLong(Long::longValue).toArray();
    }

    int count() {
        return widths.length;
    }

    long width(int level) {
        return widths[level];
    }

    /** The start of the tile that holds an event. */
    long startOf(int level, long eventMillis) {
        return Math.floorDiv(eventMillis, widths[level]) * widths[level];
    }

    /** The start of the window that ends at a multiple of the slide. */
    long from(long endMillis) {
        return startOf(widths.length - 1, endMillis - overMillis);
    }

    /** The start of the first tile that the window with this end, or a later one, may ask for. */
    long firstWanted(int level, long endMillis) {
        return level == widths.length - 1 ? from(endMillis) : startOf(level + 1, endMillis);
    }

    /** The first end, of all that are multiples of the slide, for which a tile of the widest level is out of the window. */
    long leaves(long startMillis) {
        return startMillis + widths[widths.length - 1] + overMillis;
    }
}
