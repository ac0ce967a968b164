package io.millrace.operators.learn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How far a learner is.
 *
 * @param start the version that it began with
 * @param parent the version that it published last, or else began with
 * @param floor versions up to this one are known: they are older than the learner, or were published by it before the parent
 * @param published labels that the parent has learned from since the start
 * @param labels that were learned from since the start
 * @param firstMillis time of the first of them
 * @param lastMillis latest time of one of them
 */
record Progress(int start, int parent, int floor, long published, long labels, long firstMillis, long lastMillis) {

    /** Before the first label. */
    static Progress from(int start, int newest) {
        return new Progress(start, start, newest, 0, 0, 0, 0);
    }

    Progress taught(long timeMillis) {
        long first = labels == 0 ? timeMillis : firstMillis;
        long last = labels == 0 ? timeMillis : Math.max(lastMillis, timeMillis);
        return new Progress(start, parent, floor, published, labels + 1, first, last);
    }

    Progress published(int version, long withLabels) {
        return new Progress(start, version, version, withLabels, labels, firstMillis, lastMillis);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(start);
        out.writeInt(parent);
        out.writeInt(floor);
        out.writeLong(published);
        out.writeLong(labels);
        out.writeLong(firstMillis);
        out.writeLong(lastMillis);
    }

    static Progress read(DataInput in) throws IOException {
        return new Progress(
                in.readInt(), in.readInt(), in.readInt(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }
}
