package io.millrace.operators.quality;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which label was the last one known at a time, in event time. The latest {@value #MOST} labels are kept; when there are more,
 * every second one of the older half is given up, so that for long ago the answer may be a label from a little earlier.
 */
final class LabelHistory {
    static final int MOST = 8192;
    private static final int FIRST = 16;

    private long[] times = new long[FIRST];
    private @Nullable String[] labels = new String[FIRST];
    private int size;

    /** A label became known. */
    void add(long timeMillis, String label) {
        makeRoom();
        int at = size;
        while (at > 0 && times[at - 1] > timeMillis) {
            at--;
        }
        System.arraycopy(times, at, times, at + 1, size - at);
        System.arraycopy(labels, at, labels, at + 1, size - at);
        times[at] = timeMillis;
        labels[at] = label;
        size++;
    }

    /** The last label that became known before a time; null if none had. */
    @Nullable
    String before(long timeMillis) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < timeMillis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? null : labels[low - 1];
    }

    private void makeRoom() {
        if (size < times.length) {
            return;
        }
        if (size < MOST) {
            times = Arrays.copyOf(times, 2 * size);
            labels = Arrays.copyOf(labels, 2 * size);
            return;
        }
        int kept = 0;
        for (int i = 1; i < size; i += i < size / 2 ? 2 : 1) {
            times[kept] = times[i];
            labels[kept++] = labels[i];
        }
        Arrays.fill(labels, kept, size, null);
        size = kept;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(times[i]);
            out.writeUTF(String.valueOf(labels[i]));
        }
    }

    void read(DataInput in) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            add(in.readLong(), in.readUTF());
        }
    }
}
