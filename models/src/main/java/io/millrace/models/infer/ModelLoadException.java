package io.millrace.models.infer;

import org.jspecify.annotations.Nullable;

/** A version that may not serve: missing, altered, not allowed, or not reproducing its golden rows. */
public final class ModelLoadException extends Exception {

    public ModelLoadException(String message) {
        super(message);
    }

    public ModelLoadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
