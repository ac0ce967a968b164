package io.millrace.jobs.launch;

import org.jspecify.annotations.Nullable;

/** A command that could not do what it was asked. */
public final class CommandFailure extends RuntimeException {

    public CommandFailure(String message) {
        super(message);
    }

    public CommandFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
