package io.millrace.operators.validate;

import java.util.List;

/** Finds the number of a name without allocating anything: an open hash table, at most half full. */
final class FieldTable {
    private static final int NONE = -1;

    private final String[] names;
    private final int[] numbers;
    private final int mask;

    /** Gives each name its position in the list. */
    FieldTable(List<String> fields) {
        int capacity = Integer.highestOneBit(Math.max(4, fields.size() * 4 - 1));
        this.names = new String[capacity];
        this.numbers = new int[capacity];
        this.mask = capacity - 1;
        for (int i = 0; i < fields.size(); i++) {
            int at = place(fields.get(i));
            names[at] = fields.get(i);
            numbers[at] = i;
        }
    }

    /** The number of the name, or -1 if it has none. */
    int find(String name) {
        int at = place(name);
        return names[at] == null ? NONE : numbers[at];
    }

    private int place(String name) {
        int hash = name.hashCode();
        int at = (hash ^ (hash >>> 16)) & mask;
        while (names[at] != null && !names[at].equals(name)) {
            at = (at + 1) & mask;
        }
        return at;
    }
}
