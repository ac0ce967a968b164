package io.millrace.models.aggregate;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tiles of one entity. What is got is changed and put back; a store may hand out the tile itself or a copy of it. */
public interface TileStore {

    /** A tile, or null if it has no event. */
    @Nullable
    Tile get(TileId id) throws IOException;

    void put(TileId id, Tile tile) throws IOException;

    void remove(TileId id) throws IOException;

    /** Every tile there is, in any order. */
    List<TileId> ids() throws IOException;
}
