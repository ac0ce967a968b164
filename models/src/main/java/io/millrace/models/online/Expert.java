package io.millrace.models.online;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** One way to learn. What it gives are outputs before activation and scaling. Used by one thread. */
interface Expert extends AutoCloseable {

    /** The outputs for the rows of a batch, row after row. */
    float[] outputs(EncodedRows rows);

    /** Learns from new rows. */
    void learn(EncodedRows rows, Lesson lesson);

    /**
     * What new rows should have given, and what else there is to learn from.
     *
     * @param targets of the rows, on the scale inside the model
     * @param weights of the rows
     * @param width of Huber's loss
     * @param replay earlier rows
     */
    record Lesson(float[] targets, float[] weights, double width, Replay.Draw replay) {}

    /** Goes on with rows that have one more element at an index. */
    void widen(int at);

    void write(DataOutput out) throws IOException;

    /** Goes on from what {@link #write} has written. */
    void read(DataInput in) throws IOException;

    @Override
    void close();
}
