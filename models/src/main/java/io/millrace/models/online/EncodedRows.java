package io.millrace.models.online;

import java.util.Arrays;

/**
 * Encoded rows one after the other.
 *
 * @param elements at least {@code count * width}
 */
record EncodedRows(float[] elements, int count, int width) {

    /** These rows and some more behind them. */
    EncodedRows and(EncodedRows more) {
        float[] all = Arrays.copyOf(elements, (count + more.count) * width);
        System.arraycopy(more.elements, 0, all, count * width, more.count * width);
        return new EncodedRows(all, count + more.count, width);
    }
}
