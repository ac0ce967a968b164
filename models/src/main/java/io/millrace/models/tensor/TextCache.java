package io.millrace.models.tensor;

import io.millrace.models.feature.RecentTexts;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one column that came lately, as long as looking for them is worth it: a column in which nearly every text is
 * new is left alone for a while. Used by one thread.
 */
final class TextCache {
    private static final int ENOUGH = 4;
    private static final int PAUSE = 63;

    private final RecentTexts texts = new RecentTexts();
    private int paused;
    private int looked;
    private int found;

    /** A message begins. */
    void begin() {
        if (looked > 0 && found < looked / ENOUGH) {
            paused = PAUSE;
        } else if (paused > 0) {
            paused--;
        }
        looked = 0;
        found = 0;
    }

    boolean takes(int length) {
        return paused == 0 && length <= RecentTexts.MAX_LENGTH;
    }

    /** The text of these bytes, if it came lately. */
    @Nullable
    String find(byte[] bytes, int from, int length) {
        looked++;
        String known = texts.find(bytes, from, length);
        /* Bytes that are zero look like bytes that are not there. */
        boolean same = known != null && known.length() == length;
        found += same ? 1 : 0;
        return same ? known : null;
    }

    /** Keeps the text of the bytes that were looked for last. */
    void keep(String text) {
        texts.keep(text);
    }
}
