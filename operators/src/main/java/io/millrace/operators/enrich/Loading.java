package io.millrace.operators.enrich;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Says when everything has been read that a topic held at the start. A partition whose last record is a mark of a
 * transaction never seems read to its end: silence ends the wait then.
 */
final class Loading {
    static final Duration SILENCE = Duration.ofSeconds(5);

    private final Map<Integer, Long> ends;
    private final Map<Integer, Long> positions;
    private long lastNanos;

    /**
     * @param ends offset after the last record, per partition
     * @param positions offset of the next record to be read, per partition of which any was read
     */
    Loading(Map<Integer, Long> ends, Map<Integer, Long> positions, long nowNanos) {
        this.ends = Map.copyOf(ends);
        this.positions = new HashMap<>(positions);
        this.lastNanos = nowNanos;
    }

    void read(int partition, long offset, long nowNanos) {
        positions.put(partition, offset + 1);
        lastNanos = nowNanos;
    }

    boolean done(long nowNanos) {
        return nowNanos - lastNanos >= SILENCE.toNanos()
                || ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    /** Where reading goes on, per partition. */
    Map<Integer, Long> positions() {
        return Map.copyOf(positions);
    }
}
