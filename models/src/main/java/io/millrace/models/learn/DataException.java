package io.millrace.models.learn;

import org.jspecify.annotations.Nullable;

/** Data that cannot be read or learned from. */
public final class DataException extends Exception {

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
