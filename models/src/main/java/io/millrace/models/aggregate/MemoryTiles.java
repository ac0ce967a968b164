package io.millrace.models.aggregate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tiles in memory. */
public final class MemoryTiles implements TileStore {
    private final Map<TileId, Tile> tiles = new HashMap<>();

    @Override
    public @Nullable Tile get(TileId id) {
        return tiles.get(id);
    }

    @Override
    public void put(TileId id, Tile tile) {
        tiles.put(id, tile);
    }

    @Override
    public void remove(TileId id) {
        tiles.remove(id);
    }

    @Override
    public List<TileId> ids() {
        return List.copyOf(tiles.keySet());
    }
}
