package io.millrace.benchmarks.flow;

import io.millrace.operators.record.RawEvent;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The correctness gate: whether a rig wrote exactly one record for each event, and whether it is right. No gate, no
 * number.
 */
final class Gate {
    private final Workload workload;
    private final Rig.Promise promise;
    private final Reference reference;
    private final int copies;
    private final int[] seen;
    private final Map<String, BitSet> positions = new HashMap<>();
    private long[] timestamps = new long[1024];
    private int records;
    private String problem = "";

    /** A gate for a stream of events that all differ. */
    Gate(Workload workload, Rig.Promise promise, Reference reference) {
        this(workload, promise, reference, 1);
    }

    /**
     * A gate for a stream in which the same events come again: each of their records must be answered once.
     *
     * @param copies how often an event comes at most
     */
    Gate(Workload workload, Rig.Promise promise, Reference reference, int copies) {
        this.workload = workload;
        this.promise = promise;
        this.reference = reference;
        this.copies = copies;
        this.seen = new int[reference.events()];
    }

    /** Takes a record. */
    void add(RawEvent record) {
        if (records == timestamps.length) {
            timestamps = Arrays.copyOf(timestamps, 2 * records);
        }
        timestamps[records] = record.timestamp();
        records++;
        String found = check(record);
        if (problem.isEmpty() && !found.isEmpty()) {
            problem = found + ", offset=" + record.position();
        }
    }

    /** What is wrong, or an empty text. */
    String problem(int expected) {
        if (!problem.isEmpty()) {
            return problem;
        }
        return records == expected ? "" : "records=" + records + ", expected=" + expected;
    }

    /**
     * What is wrong with the answers to everything that was read, or an empty text.
     *
     * @param read offset after the last event that was read, by partition
     */
    String problem(Map<Integer, Long> read) {
        long events = read.values().stream().mapToLong(Long::longValue).sum();
        String found = problem(Math.toIntExact(events));
        if (found.isEmpty() && events == 0) {
            return "nothing was read";
        }
        for (Map.Entry<String, BitSet> each : positions.entrySet()) {
            int partition =
                    Integer.parseInt(each.getKey().substring(each.getKey().lastIndexOf('-') + 1));
            if (found.isEmpty() && each.getValue().length() > read.getOrDefault(partition, 0L)) {
                return "event is answered that was not read: partition=" + partition + ", offset="
                        + (each.getValue().length() - 1);
            }
        }
        return found;
    }

    /** How many records were written in a time. */
    long records(long fromMillis, long toMillis) {
        return Arrays.stream(timestamps, 0, records)
                .filter(written -> fromMillis <= written && written < toMillis)
                .count();
    }

    private String check(RawEvent record) {
        byte[] value = record.value();
        if (value == null) {
            return "record is empty";
        }
        try {
            return check(promise.reader().read(value));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return "record cannot be read: cause=" + e.getMessage();
        }
    }

    private String check(Answer answer) {
        String predictionId = answer.predictionId();
        if (predictionId != null && !isNew(predictionId)) {
            return "event is answered twice: prediction_id=" + predictionId;
        }
        return promise.outputs() && workload.outputsKnown() ? checkOutputs(answer) : "";
    }

    private boolean isNew(String predictionId) {
        int dash = predictionId.lastIndexOf('-');
        int offset = Integer.parseInt(predictionId.substring(dash + 1));
        BitSet offsets = positions.computeIfAbsent(predictionId.substring(0, dash), partition -> new BitSet());
        boolean isNew = !offsets.get(offset);
        offsets.set(offset);
        return isNew;
    }

    private String checkOutputs(Answer answer) {
        int index = workload.index(answer.eventId());
        seen[index]++;
        if (seen[index] > copies) {
            return "event is answered too often: event_id=" + answer.eventId() + ", answers=" + seen[index]
                    + ", at most " + copies;
        }
        float[] outputs = answer.outputs();
        if (outputs == null || !reference.matches(index, outputs)) {
            return "outputs are wrong: event_id=" + answer.eventId() + ", outputs=" + Arrays.toString(outputs)
                    + ", expected=" + reference.describe(index);
        }
        return "";
    }
}
