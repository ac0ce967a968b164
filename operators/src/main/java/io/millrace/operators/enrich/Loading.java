package io.millrace.operators.enrich;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Says when everything has been read that a topic held at the start. A partition whose last record is a mark of a
 * transaction never seems read to its end, so the topic itself is asked when nothing has come for a while. That alone says
 * nothing: whoever takes the values may not be ready, and the first of them may come late.
 */
final class Loading {
    static final Duration SILENCE = Duration.ofSeconds(5);

    private final UpdateTopic topic;
    private final Map<Integer, Long> ends;
    private final Map<Integer, Long> positions;
    private long lastMillis;

    /** @param positions offset of the next record to be read, per partition of which any was read */
    Loading(UpdateTopic topic, Map<Integer, Long> positions, long nowMillis) {
        this.topic = topic;
        this.ends = Map.copyOf(topic.ends());
        this.positions = new HashMap<>(positions);
        this.lastMillis = nowMillis;
    }

    void read(int partition, long offset, long nowMillis) {
        positions.put(partition, offset + 1);
        if (offset < ends.getOrDefault(partition, 0L)) {
            lastMillis = nowMillis;
        }
    }

    boolean done(long nowMillis) {
        if (ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue())) {
            return true;
        }
        if (nowMillis - lastMillis < SILENCE.toMillis()) {
            return false;
        }
        lastMillis = nowMillis;
        return topic.nothingLeft(positions(), ends);
    }

    /** Where reading goes on, per partition. */
    Map<Integer, Long> positions() {
        return Map.copyOf(positions);
    }
}
