package io.millrace.operators.validate;

import org.jspecify.annotations.Nullable;

/**
 * Texts of one field that were found good lately, known again as the same objects: a reader makes equal texts one object
 * for as long as it remembers them. Used by one thread.
 */
final class GoodTexts {
    private static final int PLACES = 256;

    private final @Nullable String[] texts = new @Nullable String[PLACES];

    @SuppressWarnings("ReferenceEquality") // to spare a look at its characters
    boolean has(String text) {
        return texts[place(text)] == text;
    }

    void add(String text) {
        texts[place(text)] = text;
    }

    private static int place(String text) {
        int hash = text.hashCode();
        return (hash ^ (hash >>> 8)) & (PLACES - 1);
    }
}
