package io.millrace.benchmarks.flow;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A number for each record of a topic, by partition and offset. */
final class ByPosition {
    /** What a record without a number has. */
    static final long NONE = Long.MIN_VALUE;

    private static final int FIRST_LENGTH = 1 << 16;

    private final Map<Integer, long[]> values = new HashMap<>();

    void put(int partition, long offset, long value) {
        int index = Math.toIntExact(offset);
        long[] known = values.computeIfAbsent(partition, each -> filled(new long[0], FIRST_LENGTH));
        if (index >= known.length) {
            known = filled(known, Math.max(2 * known.length, index + 1));
            values.put(partition, known);
        }
        known[index] = value;
    }

    long get(int partition, long offset) {
        long[] known = values.get(partition);
        return known == null || offset < 0 || offset >= known.length ? NONE : known[Math.toIntExact(offset)];
    }

    private static long[] filled(long[] known, int length) {
        long[] longer = Arrays.copyOf(known, length);
        Arrays.fill(longer, known.length, length, NONE);
        return longer;
    }
}
