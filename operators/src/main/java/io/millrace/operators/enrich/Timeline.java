package io.millrace.operators.enrich;

import io.millrace.operators.record.FeatureUpdate;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.MapState;
import org.jspecify.annotations.Nullable;

/**
 * The values of the present key over time: the newest ones, and those before them that an event may still ask for. An event
 * has the values that held at its time, even if newer ones have arrived before it.
 */
final class Timeline {
    private final MapState<Long, FeatureUpdate> updates;

    Timeline(MapState<Long, FeatureUpdate> updates) {
        this.updates = updates;
    }

    /** Takes values; those of the same time are replaced. */
    void put(FeatureUpdate update) throws Exception {
        updates.put(update.timeMillis(), update);
    }

    /** What held at a time, or null if nothing is known of it. */
    @Nullable
    FeatureUpdate asOf(long timeMillis) throws Exception {
        FeatureUpdate found = null;
        for (FeatureUpdate update : updates.values()) {
            if (update.timeMillis() <= timeMillis && (found == null || update.timeMillis() > found.timeMillis())) {
                found = update;
            }
        }
        return found;
    }

    /** Drops what no event of this time or a later one asks for. */
    void forgetBefore(long timeMillis) throws Exception {
        FeatureUpdate held = asOf(timeMillis);
        if (held == null) {
            return;
        }
        List<Long> old = new ArrayList<>();
        for (long time : updates.keys()) {
            if (time < held.timeMillis()) {
                old.add(time);
            }
        }
        for (long time : old) {
            updates.remove(time);
        }
    }
}
