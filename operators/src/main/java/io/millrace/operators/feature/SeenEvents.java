package io.millrace.operators.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The events of the present key that may come a second time: those that are not too late yet. An event is known by its id
 * and its time.
 */
final class SeenEvents {
    static final long NONE = Long.MAX_VALUE;

    private final MapState<String, Long> timesById;

    SeenEvents(MapState<String, Long> timesById) {
        this.timesById = timesById;
    }

    static MapStateDescriptor<String, Long> descriptor() {
        return new MapStateDescriptor<>("seen", Types.STRING, Types.LONG);
    }

    /** Takes an event, unless it is here already. */
    boolean add(String id, long timeMillis) throws Exception {
        String known = timeMillis + " " + id;
        if (timesById.contains(known)) {
            return false;
        }
        timesById.put(known, timeMillis);
        return true;
    }

    /** Forgets events before a time; returns the time of the first one that is left, or {@link #NONE}. */
    long forgetBefore(long timeMillis) throws Exception {
        long first = NONE;
        List<String> old = new ArrayList<>();
        for (Map.Entry<String, Long> seen : timesById.entries()) {
            if (seen.getValue() < timeMillis) {
                old.add(seen.getKey());
            } else {
                first = Math.min(first, seen.getValue());
            }
        }
        for (String id : old) {
            timesById.remove(id);
        }
        return first;
    }
}
