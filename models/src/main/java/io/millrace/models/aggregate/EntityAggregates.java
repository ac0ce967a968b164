package io.millrace.models.aggregate;

import io.millrace.models.feature.Fields;
import io.millrace.models.feature.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The aggregates of one entity at the end of each slide. An event is in every window that ends after its time and began
 * at it or before.
 */
public final class EntityAggregates {
    /** There is no next change. */
    public static final long NEVER = Long.MAX_VALUE;

    private final AggregatePlan plan;
    private final TileStore tiles;

    /**
     * What is known of an entity after its past was forgotten.
     *
     * @param held whether any event was known before
     * @param holds whether one still is: whether a window with this end, or a later one, holds one
     * @param nextChange the next end at which the values may be other ones if no event comes, or {@link #NEVER}
     */
    public record Rest(boolean held, boolean holds, long nextChange) {}

    public EntityAggregates(AggregatePlan plan, TileStore tiles) {
        this.plan = plan;
        this.tiles = tiles;
    }

    /**
     * Takes an event, of any time.
     *
     * @param endMillis the end of the last slide; no values are asked for at an earlier one any more
     * @return whether the values at that end are other ones than before
     */
    public boolean add(Fields event, long eventMillis, long endMillis) throws IOException {
        boolean changed = false;
        List<AggregatePlan.Window> windows = plan.windows();
        for (int window = 0; window < windows.size(); window++) {
            TileLevels levels = windows.get(window).levels();
            for (int level = 0; level < levels.count(); level++) {
                long start = levels.startOf(level, eventMillis);
                if (start >= levels.firstWanted(level, endMillis)) {
                    add(event, eventMillis, new TileId(window, level, start));
                }
            }
            changed |= eventMillis < endMillis && eventMillis >= levels.from(endMillis);
        }
        return changed;
    }

    private void add(Fields event, long eventMillis, TileId id) throws IOException {
        AggregatePlan.Window window = plan.windows().get(id.window());
        Tile known = tiles.get(id);
        Tile tile = known == null ? window.newTile() : known;
        for (int i = 0; i < window.columns().size(); i++) {
            window.columns().get(i).add(event, eventMillis, tile.accumulator(i));
        }
        tiles.put(id, tile);
    }

    /**
     * Drops what no values at this end or a later one need.
     *
     * @return what is left
     */
    public Rest forgetBefore(long endMillis) throws IOException {
        List<TileId> ids = tiles.ids();
        boolean left = false;
        long next = NEVER;
        for (TileId id : ids) {
            TileLevels levels = plan.windows().get(id.window()).levels();
            if (id.startMillis() < levels.firstWanted(id.level(), endMillis)) {
                tiles.remove(id);
            } else {
                left = true;
                next = Math.min(next, nextChange(id, levels, endMillis));
            }
        }
        return new Rest(!ids.isEmpty(), left, left && plan.ageing() ? plan.endAfter(endMillis) : next);
    }

    /* A tile of the lowest level is still to come into the windows if it begins at their end or later. */
    private static long nextChange(TileId id, TileLevels levels, long endMillis) {
        long next = NEVER;
        if (id.level() == 0 && id.startMillis() >= endMillis) {
            next = id.startMillis() + levels.width(0);
        }
        if (id.level() == levels.count() - 1) {
            next = Math.min(next, levels.leaves(id.startMillis()));
        }
        return next;
    }

    /** The columns of the view at the end of a slide. */
    public Values values(long endMillis) throws IOException {
        return aggregated(endMillis).values();
    }

    /** The columns of the view at the end of a slide, and what is to be known of them. */
    public Aggregated aggregated(long endMillis) throws IOException {
        List<Tile> merged = new ArrayList<>();
        boolean holds = false;
        for (int window = 0; window < plan.windows().size(); window++) {
            Tile tile = plan.windows().get(window).newTile();
            holds |= merge(window, endMillis, tile);
            merged.add(tile);
        }
        return new Aggregated(plan.values(merged, endMillis), plan.estimated(merged), holds);
    }

    /** Whether there was anything to merge. */
    private boolean merge(int window, long endMillis, Tile merged) throws IOException {
        TileLevels levels = plan.windows().get(window).levels();
        boolean any = false;
        long start = levels.from(endMillis);
        for (int level = levels.count() - 1; level >= 0; level--) {
            long to = levels.startOf(level, endMillis);
            for (; start < to; start += levels.width(level)) {
                Tile tile = tiles.get(new TileId(window, level, start));
                if (tile != null) {
                    merged.merge(tile);
                    any = true;
                }
            }
        }
        return any;
    }
}
