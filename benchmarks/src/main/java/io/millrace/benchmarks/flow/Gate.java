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
    private int[] answers = new int[1024];
    private int records;
    private int answered;
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
            answers = Arrays.copyOf(answers, 2 * records);
        }
        int before = answered;
        String found = check(record);
        timestamps[records] = record.timestamp();
        answers[records] = answered - before;
        records++;
        if (problem.isEmpty() && !found.isEmpty()) {
            problem = found + ", offset=" + record.position();
        }
    }

    /** What is wrong, or an empty text. */
    String problem(int expected) {
        if (!problem.isEmpty()) {
            return problem;
        }
        return answered == expected ? "" : "records=" + answered + ", expected=" + expected;
    }

    /**
     * What is wrong with the answers to everything that was read, or an empty text.
     *
     * @param read offset after the last event that was read, by partition
     */
    String problem(Map<Integer, Long> read) {
        long events = read.values().stream().mapToLong(Long::longValue).sum();
        String found = problem(Math.toIntExact(events * workload.rowsPerRecord()));
        if (found.isEmpty() && events == 0) {
            return "nothing was read";
        }
        for (Map.Entry<String, BitSet> each : positions.entrySet()) {
            int partition =
                    Integer.parseInt(each.getKey().substring(each.getKey().lastIndexOf('-') + 1));
            if (found.isEmpty()
                    && each.getValue().length() > read.getOrDefault(partition, 0L) * workload.rowsPerRecord()) {
                return "event is answered that was not read: partition=" + partition + ", offset="
                        + (each.getValue().length() - 1);
            }
        }
        return found;
    }

    /** How many events were answered in a time. */
    long records(long fromMillis, long toMillis) {
        long sum = 0;
        for (int i = 0; i < records; i++) {
            sum += fromMillis <= timestamps[i] && timestamps[i] < toMillis ? answers[i] : 0;
        }
        return sum;
    }

    private String check(RawEvent record) {
        byte[] value = record.value();
        if (value == null) {
            return "record is empty";
        }
        try {
            String problem = "";
            for (Answer answer : promise.reader().readAll(value)) {
                answered++;
                problem = problem.isEmpty() ? check(answer) : problem;
            }
            return problem;
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
        int rows = workload.rowsPerRecord();
        int rowDash = rows == 1 ? predictionId.length() : predictionId.lastIndexOf('-');
        int row = rows == 1 ? 0 : Integer.parseInt(predictionId, rowDash + 1, predictionId.length(), 10);
        int dash = predictionId.lastIndexOf('-', rowDash - 1);
        int offset = Integer.parseInt(predictionId, dash + 1, rowDash, 10) * rows + row;
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
