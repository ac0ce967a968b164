package io.millrace.jobs.kafka;

import io.millrace.operators.record.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The books of a topic: every event that was read from it, and every prediction and dead letter that says it came of one.
 * All inputs are entered before the first output.
 */
public final class Ledger {
    private final String topic;
    private final int listed;
    private final Map<Integer, Page> pages = new TreeMap<>();
    private final Map<String, Long> deadLetters = new TreeMap<>();
    private final List<String> unknown = new ArrayList<>();
    private long predictions;
    private long duplicates;
    private long conflicting;
    private long unknownCount;
    private long outside;

    /**
     * The result.
     *
     * @param inputs events that were read
     * @param predictions events that became a prediction
     * @param deadLetters events that became a dead letter, by reason
     * @param missing events that became neither
     * @param unknown outputs that say they came of an event that the topic does not hold
     * @param outside outputs of events before the first or after the last one that was read
     */
    public record Balance(
            long inputs,
            long predictions,
            Map<String, Long> deadLetters,
            Listed missing,
            Duplicates duplicates,
            Listed unknown,
            long outside) {}

    /**
     * How many there are, and which.
     *
     * @param ids the first of them
     */
    public record Listed(long count, List<String> ids) {}

    /**
     * Predictions and dead letters beyond the first of their event.
     *
     * @param conflicting those of them that name another event id than the first did, or are of the other kind
     */
    public record Duplicates(long count, long conflicting) {}

    /** The events of one partition: offsets relative to its first one. */
    private static final class Page {
        private final long first;
        private final long end;
        private final BitSet inputs = new BitSet();
        private final BitSet accounted = new BitSet();
        private int[] eventIds = new int[1024];

        Page(long first, long end) {
            this.first = first;
            this.end = end;
        }

        int index(long offset) {
            return Math.toIntExact(offset - first);
        }

        /** Accounts for an event; false if it was accounted for before. */
        boolean account(int index, int eventId) {
            if (accounted.get(index)) {
                return false;
            }
            accounted.set(index);
            if (index >= eventIds.length) {
                eventIds = Arrays.copyOf(eventIds, Math.max(index + 1, eventIds.length * 2));
            }
            eventIds[index] = eventId;
            return true;
        }
    }

    /**
     * @param listed most ids of missing and of unknown events that are listed
     */
    public Ledger(String topic, int listed) {
        this.topic = topic;
        this.listed = listed;
    }

    /** Opens the books of a partition that was read from {@code first} up to before {@code end}. */
    public void partition(int partition, long first, long end) {
        pages.put(partition, new Page(first, end));
    }

    /** Enters an event. */
    public void input(int partition, long offset) {
        Page page = page(partition);
        page.inputs.set(page.index(offset));
    }

    /** Enters a prediction; true if it is the first output of its event. */
    public boolean prediction(String predictionId, String eventId) {
        boolean first = output(predictionId, eventId.hashCode() | 1);
        if (first) {
            predictions++;
        }
        return first;
    }

    /** Enters a dead letter of the event with this id. */
    public void deadLetter(String predictionId, String reason) {
        if (output(predictionId, 0)) {
            deadLetters.merge(reason, 1L, Long::sum);
        }
    }

    /** Enters an output that does not say what event it came of. */
    public void stray(String description) {
        unknownCount++;
        if (unknown.size() < listed) {
            unknown.add(description);
        }
    }

    /** Draws the balance. */
    public Balance balance() {
        long inputs = 0;
        long missing = 0;
        List<String> missingIds = new ArrayList<>();
        for (Map.Entry<Integer, Page> entry : pages.entrySet()) {
            Page page = entry.getValue();
            inputs += page.inputs.cardinality();
            BitSet open = (BitSet) page.inputs.clone();
            open.andNot(page.accounted);
            missing += open.cardinality();
            for (int i = open.nextSetBit(0); i >= 0 && missingIds.size() < listed; i = open.nextSetBit(i + 1)) {
                missingIds.add(new Position(topic, entry.getKey(), page.first + i).toString());
            }
        }
        return new Balance(
                inputs,
                predictions,
                new TreeMap<>(deadLetters),
                new Listed(missing, missingIds),
                new Duplicates(duplicates, conflicting),
                new Listed(unknownCount, unknown),
                outside);
    }

    private boolean output(String id, int eventId) {
        int offsetDash = id.lastIndexOf('-');
        int partitionDash = id.lastIndexOf('-', offsetDash - 1);
        if (partitionDash < 0 || !id.substring(0, partitionDash).equals(topic)) {
            stray(id);
            return false;
        }
        try {
            int partition = Integer.parseInt(id, partitionDash + 1, offsetDash, 10);
            long offset = Long.parseLong(id, offsetDash + 1, id.length(), 10);
            return output(id, partition, offset, eventId);
        } catch (NumberFormatException e) {
            stray(id);
            return false;
        }
    }

    private boolean output(String id, int partition, long offset, int eventId) {
        Page page = pages.get(partition);
        if (page != null && (offset < page.first || offset >= page.end)) {
            outside++;
            return false;
        }
        if (page == null || !page.inputs.get(page.index(offset))) {
            stray(id);
            return false;
        }
        int index = page.index(offset);
        if (page.account(index, eventId)) {
            return true;
        }
        duplicates++;
        if (page.eventIds[index] != eventId) {
            conflicting++;
        }
        return false;
    }

    private Page page(int partition) {
        Page page = pages.get(partition);
        if (page == null) {
            throw new IllegalStateException("partition was not opened: topic=" + topic + ", partition=" + partition);
        }
        return page;
    }
}
