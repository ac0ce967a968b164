package io.millrace.jobs.kafka;

import io.millrace.operators.record.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The books of a topic: every event that was read from it, and every prediction and dead letter that says it came of one.
 * All inputs are entered before the first output.
 */
public final class Ledger {
    /** Stands for the event id of a dead letter, which has none. */
    private static final int DEAD = 0;

    private final String topic;
    private final int listed;
    private final Map<Integer, LedgerPage> pages = new TreeMap<>();
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

    /**
     * @param listed most ids of missing and of unknown events that are listed
     */
    public Ledger(String topic, int listed) {
        this.topic = topic;
        this.listed = listed;
    }

    /** Opens the books of a partition that was read from {@code first} up to before {@code end}. */
    public void partition(int partition, long first, long end) {
        pages.put(partition, new LedgerPage(first, end));
    }

    /** Enters a record that is one event. The records of a partition are entered in the order of their offsets. */
    public void input(int partition, long offset) {
        page(partition).enter(offset, LedgerPage.ONE_EVENT);
    }

    /** Enters a record that consists of so many events, at least one. */
    public void rows(int partition, long offset, int rows) {
        page(partition).enter(offset, rows);
    }

    /** Enters a prediction; true if it is the first output of its event. */
    public boolean prediction(String predictionId, String eventId) {
        boolean first = output(predictionId, eventId.hashCode() | 1) > 0;
        if (first) {
            predictions++;
        }
        return first;
    }

    /** Enters a dead letter of the event with this id, or of all events of a record if the id names no row. */
    public void deadLetter(String predictionId, String reason) {
        int events = output(predictionId, DEAD);
        if (events > 0) {
            deadLetters.merge(reason, (long) events, Long::sum);
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
        for (Map.Entry<Integer, LedgerPage> entry : pages.entrySet()) {
            LedgerPage page = entry.getValue();
            inputs += page.inputs();
            missing += page.missing();
            for (int i = page.nextMissing(0); i >= 0 && missingIds.size() < listed; i = page.nextMissing(i + 1)) {
                missingIds.add(topic + '-' + entry.getKey() + '-' + page.suffix(i));
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

    /** How many events an output is the first of. */
    private int output(String id, int eventId) {
        String[] parts =
                id.startsWith(topic + '-') ? id.substring(topic.length() + 1).split("-", -1) : new String[0];
        if (parts.length != 2 && parts.length != 3) {
            stray(id);
            return 0;
        }
        try {
            int row = parts.length == 2 ? Position.NO_ROW : Integer.parseInt(parts[2]);
            Position position = new Position(topic, Integer.parseInt(parts[0]), Long.parseLong(parts[1]), row);
            return output(id, position, eventId);
        } catch (NumberFormatException e) {
            stray(id);
            return 0;
        }
    }

    private int output(String id, Position position, int eventId) {
        LedgerPage page = pages.get(position.partition());
        if (page != null && !page.holds(position.offset())) {
            outside++;
            return 0;
        }
        LedgerPage.Range events = page == null ? LedgerPage.Range.NONE : events(page, position, eventId);
        if (page == null || events.isEmpty()) {
            stray(id);
            return 0;
        }
        int first = page.account(events, eventId);
        if (first == 0) {
            duplicates++;
            conflicting += page.eventId(events) == eventId ? 0 : 1;
        }
        return first;
    }

    /** A dead letter without a row is one of a whole record; a prediction always is one of an event. */
    private static LedgerPage.Range events(LedgerPage page, Position position, int eventId) {
        if (position.row() != Position.NO_ROW) {
            return page.row(position.offset(), position.row());
        }
        return eventId == DEAD ? page.whole(position.offset()) : page.only(position.offset());
    }

    private LedgerPage page(int partition) {
        LedgerPage page = pages.get(partition);
        if (page == null) {
            throw new IllegalStateException("partition was not opened: topic=" + topic + ", partition=" + partition);
        }
        return page;
    }
}
