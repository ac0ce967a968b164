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
    private final boolean again;
    private final BitSet seen = new BitSet();
    private final Map<String, BitSet> positions = new HashMap<>();
    private long[] timestamps = new long[1024];
    private int records;
    private String problem = "";

    Gate(Workload workload, Rig.Promise promise, Reference reference) {
        this(workload, promise, reference, /* again= */ false);
    }

    private Gate(Workload workload, Rig.Promise promise, Reference reference, boolean again) {
        this.workload = workload;
        this.promise = promise;
        this.reference = reference;
        this.again = again;
    }

    /** A gate for a stream in which the same events come again: each of their records must be answered once. */
    static Gate again(Workload workload, Rig.Promise promise, Reference reference) {
        return new Gate(workload, promise, reference, /* again= */ true);
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

    /** When the records were written, in ascending order. */
    long[] timestamps() {
        long[] sorted = Arrays.copyOf(timestamps, records);
        Arrays.sort(sorted);
        return sorted;
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
        return promise.outputs() ? checkOutputs(answer) : "";
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
        if (!again && seen.get(index)) {
            return "event is answered twice: event_id=" + answer.eventId();
        }
        seen.set(index);
        float[] outputs = answer.outputs();
        if (outputs == null || !reference.matches(index, outputs)) {
            return "outputs are wrong: event_id=" + answer.eventId() + ", outputs=" + Arrays.toString(outputs)
                    + ", expected=" + reference.describe(index);
        }
        return "";
    }
}
