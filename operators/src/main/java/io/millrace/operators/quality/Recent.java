package io.millrace.operators.quality;

import io.millrace.models.evaluate.LiveMetrics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the labels of the latest {@value #MOST} rows were put in the figures of their slices, so that they can be replaced
 * there: before it is forgotten a label has faded to less than a ten-millionth.
 */
final class Recent {
    static final int MOST = 16_384;

    /** The place in a figure that the label was never put into. */
    static final long NEVER = -2;

    private static final int FIRST = 16;

    private final List<String> fields;
    private long[] rows = new long[FIRST];
    private @Nullable Entry[] entries = new Entry[FIRST];
    private long added;

    /**
     * What is known of a row's label.
     *
     * @param before index of the class of the label before it
     * @param places in the figure of all, and in that of each field
     */
    record Entry(int before, long[] places) {}

    Recent(List<String> fields) {
        this.fields = fields;
    }

    void add(String id, Entry entry) {
        int slot = (int) (added % MOST);
        if (slot == rows.length) {
            rows = Arrays.copyOf(rows, 2 * slot);
            entries = Arrays.copyOf(entries, 2 * slot);
        }
        rows[slot] = hash(id);
        entries[slot] = entry;
        added++;
    }

    /** What is known of a row; null if nothing is. */
    @Nullable
    Entry find(String id) {
        int slot = slot(id);
        return slot < 0 ? null : entries[slot];
    }

    /** The row has no label any more. */
    void forget(String id) {
        int slot = slot(id);
        if (slot >= 0) {
            entries[slot] = null;
        }
    }

    private int slot(String id) {
        long hash = hash(id);
        for (int slot = 0; slot < Math.min(added, rows.length); slot++) {
            if (rows[slot] == hash && entries[slot] != null) {
                return slot;
            }
        }
        return -1;
    }

    /** Whether a row that is not here may have been. */
    boolean mayHaveForgotten() {
        return added > MOST;
    }

    /** FNV-1a over the characters. */
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(fields.size());
        for (String field : fields) {
            out.writeUTF(field);
        }
        out.writeLong(added);
        for (int slot = 0; slot < Math.min(added, rows.length); slot++) {
            Entry entry = entries[slot];
            out.writeLong(rows[slot]);
            out.writeBoolean(entry != null);
            if (entry != null) {
                out.writeInt(entry.before());
                for (long place : entry.places()) {
                    out.writeLong(place);
                }
            }
        }
    }

    /** Reads what was written, perhaps with other fields: in the figures of new ones no label has a place. */
    void read(DataInput in) throws IOException {
        String[] written = new String[in.readInt()];
        for (int i = 0; i < written.length; i++) {
            written[i] = in.readUTF();
        }
        long count = in.readLong();
        for (added = 0; added < Math.min(count, MOST); ) {
            long row = in.readLong();
            Entry entry = in.readBoolean() ? entry(in, written) : null;
            add("", new Entry(0, new long[0]));
            rows[(int) (added - 1)] = row;
            entries[(int) (added - 1)] = entry;
        }
        added = count;
    }

    private Entry entry(DataInput in, String[] written) throws IOException {
        int before = in.readInt();
        long[] places = new long[1 + fields.size()];
        Arrays.fill(places, NEVER);
        places[0] = in.readLong();
        for (String field : written) {
            long place = in.readLong();
            int index = fields.indexOf(field);
            if (index >= 0) {
                places[1 + index] = place;
            }
        }
        return new Entry(before, places);
    }

    /** The places of a row that was forgotten. */
    long[] forgotten() {
        long[] places = new long[1 + fields.size()];
        Arrays.fill(places, LiveMetrics.FORGOTTEN);
        return places;
    }
}
