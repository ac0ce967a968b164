package io.millrace.models.feature;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Known texts and their places: an open hash table, at most half full. */
/*
 * Readers decode equal categories to one object for as long as they remember them, so each entry remembers the object
 * that was found equal to it last and knows it again without looking at its characters. Any thread may replace that
 * object by another one that is equal too.
 */
final class Vocabulary {
    private static final int NONE = -1;

    private final int size;
    private final int mask;
    private final int[] hashes;
    private final int[] places;
    private final @Nullable String[] texts;
    private final @Nullable String[] lately;

    Vocabulary(List<String> texts) {
        int capacity = Integer.highestOneBit(Math.max(2, texts.size()) * 4 - 1);
        this.size = texts.size();
        this.mask = capacity - 1;
        this.hashes = new int[capacity];
        this.places = new int[capacity];
        this.texts = new @Nullable String[capacity];
        this.lately = new @Nullable String[capacity];
        for (int place = 0; place < size; place++) {
            add(texts.get(place), place);
        }
    }

    private void add(String text, int place) {
        int at = start(text.hashCode());
        while (texts[at] != null) {
            at = (at + 1) & mask;
        }
        hashes[at] = text.hashCode();
        places[at] = place;
        texts[at] = text;
    }

    int size() {
        return size;
    }

    /** The place of the text, or -1 if it has none. Hot: allocates nothing. */
    @SuppressWarnings("ReferenceEquality") // equal objects that are not the same take the longer way
    int place(String text) {
        int hash = text.hashCode();
        int at = start(hash);
        String known = texts[at];
        while (known != null) {
            if (hashes[at] == hash && (lately[at] == text || equal(at, known, text))) {
                return places[at];
            }
            at = (at + 1) & mask;
            known = texts[at];
        }
        return NONE;
    }

    private boolean equal(int at, String known, String text) {
        if (!known.equals(text)) {
            return false;
        }
        lately[at] = text;
        return true;
    }

    private int start(int hash) {
        return (hash ^ (hash >>> 16)) & mask;
    }
}
