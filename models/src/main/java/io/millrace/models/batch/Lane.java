package io.millrace.models.batch;

import io.millrace.models.feature.Row;

/** One producer's way into a {@link Batcher}; used by one thread. */
public interface Lane<T> extends AutoCloseable {

    /**
     * Encodes the row into the open batch, unless all memory is in use: then nothing happens, false is returned, and
     * {@link LaneListener#roomAvailable} follows.
     */
    boolean offer(Row row, T tag);

    /** Closes the open batch now; nothing more may come. */
    void flush();

    /** Gives up the lane. Rows still under way are not reported any more. */
    @Override
    void close();
}
