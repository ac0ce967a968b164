package io.millrace.models.online;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

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
    record Lesson(float[] targets, float[] weights, double width, Replay.Draw replay) {

        /** New rows and earlier ones behind them. */
        record WithReplay(EncodedRows rows, float[] targets, float[] weights) {}

        /** These new rows, and earlier ones up to so many in all; as many as there are new ones at least. */
        WithReplay with(EncodedRows rows, boolean latest, int all) {
            Replay.Drawn drawn = replay.draw(latest, Math.max(rows.count(), all - rows.count()));
            return new WithReplay(
                    rows.and(drawn.rows()), joined(targets, drawn.targets()), joined(weights, drawn.weights()));
        }

        private static float[] joined(float[] first, float[] second) {
            float[] all = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, all, first.length, second.length);
            return all;
        }
    }

    /** Goes on with rows that have one more element at an index. */
    void widen(int at);

    void write(DataOutput out) throws IOException;

    /** Goes on from what {@link #write} has written. */
    void read(DataInput in) throws IOException;

    @Override
    void close();
}
