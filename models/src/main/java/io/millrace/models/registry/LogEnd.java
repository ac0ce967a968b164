package io.millrace.models.registry;

/**
 * Where the history of a model ends.
 *
 * @param number of the last decision; 0 if there is none
 * @param hash of the last decision
 * @param bytes length of the history
 */
record LogEnd(long number, String hash, long bytes) {
    static final LogEnd NONE = new LogEnd(0, "", 0);
}
