package io.millrace.models.aggregate;

/**
 * Which tile of an entity.
 *
 * @param window index of the window in its plan
 * @param level of the tile's width, from 0 for the finest on
 * @param startMillis event time at which the tile begins; a multiple of its width
 */
public record TileId(int window, int level, long startMillis) {}
