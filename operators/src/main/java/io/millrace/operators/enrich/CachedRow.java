package io.millrace.operators.enrich;

import org.jspecify.annotations.Nullable;

/** What is known about a key of a view at the moment an event needs it. */
final class CachedRow {
    /** The event has no key: the field that holds it is missing. */
    static final CachedRow NO_KEY = new CachedRow(Kind.NO_KEY, null, 0);

    /** The store was asked and did not answer in time, or was not asked because it has not been answering. */
    static final CachedRow UNAVAILABLE = new CachedRow(Kind.UNAVAILABLE, null, 0);

    private final Kind kind;
    private final @Nullable FeatureRow row;
    private final long loadedNanos;

    /** How the row came to be known, or why it is not. */
    enum Kind {
        FOUND("the column is empty in the store"),
        UNKNOWN("the store does not know the key"),
        NO_KEY("the event has no key"),
        UNAVAILABLE("the store did not answer");

        private final String whyNoValue;

        Kind(String whyNoValue) {
            this.whyNoValue = whyNoValue;
        }

        /** Why a column has no value. */
        String whyNoValue() {
            return whyNoValue;
        }
    }

    private CachedRow(Kind kind, @Nullable FeatureRow row, long loadedNanos) {
        this.kind = kind;
        this.row = row;
        this.loadedNanos = loadedNanos;
    }

    static CachedRow found(FeatureRow row, long loadedNanos) {
        return new CachedRow(Kind.FOUND, row, loadedNanos);
    }

    static CachedRow unknown(long loadedNanos) {
        return new CachedRow(Kind.UNKNOWN, null, loadedNanos);
    }

    /** The answer of a store to a key. */
    static CachedRow answer(@Nullable FeatureRow row, long loadedNanos) {
        return row == null ? unknown(loadedNanos) : found(row, loadedNanos);
    }

    Kind kind() {
        return kind;
    }

    @Nullable
    FeatureRow row() {
        return row;
    }

    long loadedNanos() {
        return loadedNanos;
    }
}
