package io.millrace.models.infer;

import org.jspecify.annotations.Nullable;

/** A batch that the model could not score. */
public final class ScoringException extends Exception {

    public ScoringException(String message) {
        super(message);
    }

    public ScoringException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
