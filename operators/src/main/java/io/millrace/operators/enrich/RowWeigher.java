package io.millrace.operators.enrich;

import io.millrace.models.feature.Values;

/** Estimates the heap that an entry of a cache occupies, in bytes. */
final class RowWeigher {
    /* The cache's own node and hash table slot, the key's and the row's objects, and the headers of their arrays: about
     * what a heap histogram shows for an entry without values on a 64-bit JVM with compressed references. */
    private static final int ENTRY = 240;
    private static final int TEXT = 56;
    private static final int VECTOR = 16;
    private static final int REFERENCE = 4;

    private RowWeigher() {}

    static int bytes(String key, CachedRow row) {
        long bytes = ENTRY + 2L * key.length();
        FeatureRow found = row.row();
        if (found != null) {
            bytes += bytes(found.values());
        }
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }

    private static long bytes(Values values) {
        long bytes = (long) values.size() * (Double.BYTES + REFERENCE);
        for (int column = 0; column < values.size(); column++) {
            String text = values.text(column);
            if (text != null) {
                bytes += TEXT + 2L * text.length();
            }
            float[] vector = values.vector(column);
            if (vector != null) {
                bytes += VECTOR + REFERENCE + (long) Float.BYTES * vector.length;
            }
        }
        return bytes;
    }
}
