package io.millrace.operators.enrich;

import org.jspecify.annotations.Nullable;

/** A store that did not answer, or whose answer cannot be used. */
public final class FeatureStoreException extends Exception {

    public FeatureStoreException(String message) {
        super(message);
    }

    public FeatureStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
