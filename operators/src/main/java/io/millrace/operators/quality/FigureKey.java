package io.millrace.operators.quality;

import java.util.Comparator;

/** Which figure of a model it is. */
record FigureKey(int version, String variant, String slice) implements Comparable<FigureKey> {
    private static final Comparator<FigureKey> ORDER = Comparator.comparingInt(FigureKey::version)
            .thenComparing(FigureKey::variant)
            .thenComparing(FigureKey::slice);

    /** The version with its variant. */
    String standing() {
        return version + "/" + variant;
    }

    @Override
    public int compareTo(FigureKey other) {
        return ORDER.compare(this, other);
    }
}
